ALTER TABLE articles ADD COLUMN subtitle varchar(50);
ALTER TABLE notes ADD COLUMN subtitle varchar(50);
ALTER TABLE pages ADD COLUMN subtitle varchar(50);
