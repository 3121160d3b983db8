ALTER TABLE article ADD COLUMN hidden boolean;
