ALTER TABLE "Recipient" DROP COLUMN "documentId";
