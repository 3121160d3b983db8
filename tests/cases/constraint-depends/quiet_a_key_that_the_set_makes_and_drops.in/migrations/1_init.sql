CREATE TABLE templates (id integer PRIMARY KEY);
CREATE TABLE metas (id integer PRIMARY KEY, template_id integer);
