ALTER TABLE "posts" ADD COLUMN "is_deleted" BOOLEAN;
