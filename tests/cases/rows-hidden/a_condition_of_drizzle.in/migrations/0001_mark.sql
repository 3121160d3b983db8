ALTER TABLE "users" ADD COLUMN "deleted_at" timestamp DEFAULT now();
