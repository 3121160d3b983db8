ALTER TABLE articles ADD COLUMN version integer;
