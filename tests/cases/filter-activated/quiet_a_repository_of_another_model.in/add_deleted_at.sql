ALTER TABLE pages ADD COLUMN deleted_at timestamp;
