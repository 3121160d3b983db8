ALTER TABLE articles ADD COLUMN type varchar(9);
