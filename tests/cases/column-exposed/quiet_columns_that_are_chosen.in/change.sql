ALTER TABLE "users" ADD COLUMN "resetToken" text;
ALTER TABLE "accounts" ADD COLUMN "resetToken" text;
