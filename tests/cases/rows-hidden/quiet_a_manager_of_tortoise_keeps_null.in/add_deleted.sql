ALTER TABLE articles ADD COLUMN deleted boolean;
ALTER TABLE pages ADD COLUMN deleted boolean;
