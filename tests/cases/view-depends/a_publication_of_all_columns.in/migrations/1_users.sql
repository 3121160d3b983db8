CREATE TABLE users (id serial PRIMARY KEY, email text NOT NULL);
CREATE PUBLICATION warehouse FOR TABLE users;
