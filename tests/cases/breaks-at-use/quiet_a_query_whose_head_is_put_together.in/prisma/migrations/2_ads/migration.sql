ALTER TABLE visit ADD COLUMN gclid text;
