ALTER TABLE "users" ADD COLUMN "resetToken" text;
