ALTER TABLE articles ADD COLUMN hidden boolean;
