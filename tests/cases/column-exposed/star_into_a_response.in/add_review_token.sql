ALTER TABLE articles ADD COLUMN review_token text;
