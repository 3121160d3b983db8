ALTER TABLE articles ADD COLUMN subtitle varchar(50);
