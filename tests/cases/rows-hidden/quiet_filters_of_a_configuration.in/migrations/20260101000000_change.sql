ALTER TABLE book ADD COLUMN deleted_at timestamptz NOT NULL DEFAULT now();
