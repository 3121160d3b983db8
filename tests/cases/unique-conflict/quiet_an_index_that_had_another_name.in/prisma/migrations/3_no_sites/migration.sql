DROP INDEX "ActionClass_name_siteId_key";
ALTER TABLE "ActionClass" DROP COLUMN "siteId";
