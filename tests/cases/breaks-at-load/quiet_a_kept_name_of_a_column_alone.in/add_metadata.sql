ALTER TABLE articles ADD COLUMN metadata varchar(50);
