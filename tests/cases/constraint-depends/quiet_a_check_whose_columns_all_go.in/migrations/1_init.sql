CREATE TABLE fields (id integer PRIMARY KEY, "documentId" integer, "templateId" integer);
ALTER TABLE fields ADD CONSTRAINT one_of_them CHECK (("templateId" IS NULL) <> ("documentId" IS NULL));
