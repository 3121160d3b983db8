CREATE UNIQUE INDEX "Shortcode_id_key" ON "Shortcode"("id");
CREATE UNIQUE INDEX "Shortcode_slug_creator_key" ON "Shortcode"("slug", "creator");
