ALTER TABLE "Organization" DROP COLUMN "billing";
