ALTER TABLE "fields" ADD COLUMN "envelope_id" TEXT NOT NULL;
