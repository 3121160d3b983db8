ALTER TABLE users ADD CONSTRAINT users_uuid_key UNIQUE (uuid);
