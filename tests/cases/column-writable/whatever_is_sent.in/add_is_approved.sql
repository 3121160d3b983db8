ALTER TABLE articles ADD COLUMN is_approved boolean;
