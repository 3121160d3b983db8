ALTER TABLE event ADD COLUMN hostname text NOT NULL DEFAULT '';
ALTER TABLE session DROP COLUMN hostname;
