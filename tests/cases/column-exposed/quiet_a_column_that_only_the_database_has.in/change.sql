ALTER TABLE "User" ADD COLUMN "legacyToken" text;
