ALTER TABLE fields DROP COLUMN "templateId";
