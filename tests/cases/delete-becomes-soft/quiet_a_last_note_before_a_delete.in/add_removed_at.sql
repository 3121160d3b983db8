ALTER TABLE pages ADD COLUMN removed_at timestamp;
