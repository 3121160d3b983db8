ALTER TABLE "User" ALTER COLUMN "email_verified" TYPE BOOLEAN USING ("email_verified" IS NOT NULL);
ALTER TABLE "User" ALTER COLUMN "email_verified" SET DEFAULT false;
