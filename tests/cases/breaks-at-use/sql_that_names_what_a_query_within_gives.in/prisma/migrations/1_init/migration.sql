CREATE TABLE session (id integer PRIMARY KEY, browser text NOT NULL, hostname text NOT NULL);
CREATE TABLE event (id integer PRIMARY KEY, session_id integer NOT NULL);
