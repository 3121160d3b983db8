CREATE TABLE "Shortcode" (
  "id" TEXT NOT NULL,
  "slug" TEXT NOT NULL,
  "creator" TEXT NOT NULL,

  CONSTRAINT "Shortcode_pkey" PRIMARY KEY ("id")
);
CREATE UNIQUE INDEX "Shortcode_slug_key" ON "Shortcode"("slug");
