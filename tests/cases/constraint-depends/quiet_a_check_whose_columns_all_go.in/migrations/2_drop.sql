ALTER TABLE fields DROP COLUMN "documentId", DROP COLUMN "templateId";
