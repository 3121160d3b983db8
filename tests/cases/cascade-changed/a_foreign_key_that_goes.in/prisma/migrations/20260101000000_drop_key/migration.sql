ALTER TABLE "runs" DROP CONSTRAINT "runs_job_id_fkey";
