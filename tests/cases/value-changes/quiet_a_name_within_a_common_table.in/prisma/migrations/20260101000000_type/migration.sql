ALTER TABLE "templates" ADD COLUMN "type" TEXT;
