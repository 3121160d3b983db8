ALTER TABLE articles ADD COLUMN deleted boolean;
