ALTER TABLE articles ADD COLUMN kind varchar(9);
