CREATE TABLE "ShareLink" (
  "id" SERIAL PRIMARY KEY,
  "slug" TEXT NOT NULL,
  "email" TEXT NOT NULL,
  "envelopeId" TEXT NOT NULL
);
CREATE UNIQUE INDEX "ShareLink_slug_key" ON "ShareLink"("slug");
