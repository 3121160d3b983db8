CREATE TABLE "Recipient" (id integer PRIMARY KEY, email text NOT NULL, "documentId" integer);
