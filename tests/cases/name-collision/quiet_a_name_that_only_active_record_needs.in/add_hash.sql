ALTER TABLE articles ADD COLUMN hash varchar(9);
