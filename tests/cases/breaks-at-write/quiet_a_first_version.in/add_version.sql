ALTER TABLE articles ADD COLUMN version integer NOT NULL DEFAULT 1;
