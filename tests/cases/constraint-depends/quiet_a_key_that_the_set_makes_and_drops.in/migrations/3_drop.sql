ALTER TABLE metas DROP CONSTRAINT metas_template_id_fkey;
DROP TABLE templates;
