ALTER TABLE sources DROP COLUMN options;
