ALTER TABLE articles ADD COLUMN is_deleted boolean;
