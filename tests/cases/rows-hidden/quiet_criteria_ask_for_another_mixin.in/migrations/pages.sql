ALTER TABLE pages ADD COLUMN is_deleted boolean;
