ALTER TABLE articles ADD COLUMN deleted_at timestamp NOT NULL DEFAULT now();
