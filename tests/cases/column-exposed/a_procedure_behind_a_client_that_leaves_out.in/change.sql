ALTER TABLE "Dataset" ADD COLUMN "signingKey" text;
ALTER TABLE "Dataset" ADD COLUMN "apiToken" text;
