CREATE TABLE visit (id integer PRIMARY KEY, session_id integer NOT NULL);
