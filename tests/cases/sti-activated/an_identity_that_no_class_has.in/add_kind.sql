ALTER TABLE articles ADD COLUMN kind varchar(9) NOT NULL DEFAULT 'post';
