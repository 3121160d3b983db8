ALTER TABLE users ADD COLUMN closed_at timestamptz;
DO $$ BEGIN PERFORM close_all(); END $$;
