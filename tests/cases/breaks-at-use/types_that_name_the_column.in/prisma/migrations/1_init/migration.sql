CREATE TABLE fields (id integer PRIMARY KEY, page integer NOT NULL, "templateId" integer);
