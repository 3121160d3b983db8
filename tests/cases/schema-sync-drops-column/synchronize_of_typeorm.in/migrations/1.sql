ALTER TABLE users ADD COLUMN legal_hold boolean;
