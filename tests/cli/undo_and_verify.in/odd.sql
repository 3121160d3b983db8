ALTER TABLE users ADD COLUMN "x""; DROP TABLE users; --" text;
