ALTER TABLE "runs" DROP CONSTRAINT "runs_job_id_fkey";
ALTER TABLE "runs" ADD CONSTRAINT "runs_job_id_fkey" FOREIGN KEY ("job_id") REFERENCES "jobs"("id") ON DELETE CASCADE;
