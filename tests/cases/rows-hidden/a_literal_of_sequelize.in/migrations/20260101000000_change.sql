ALTER TABLE users ADD COLUMN archived boolean;
