ALTER TABLE articles RENAME COLUMN title TO headline;
