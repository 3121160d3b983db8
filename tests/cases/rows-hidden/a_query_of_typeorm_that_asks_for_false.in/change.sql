ALTER TABLE projects ADD COLUMN "isDeleted" boolean;
