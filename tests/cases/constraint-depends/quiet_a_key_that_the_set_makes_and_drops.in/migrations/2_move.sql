ALTER TABLE metas ADD CONSTRAINT metas_template_id_fkey FOREIGN KEY (template_id) REFERENCES templates (id) ON DELETE CASCADE;
