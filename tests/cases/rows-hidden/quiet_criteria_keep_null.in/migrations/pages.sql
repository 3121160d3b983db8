ALTER TABLE pages ADD COLUMN is_hidden boolean;
