ALTER TABLE "Hook" ADD COLUMN "secretKey" text;
ALTER TABLE "Hook" ADD COLUMN "displaySecretKey" text;
