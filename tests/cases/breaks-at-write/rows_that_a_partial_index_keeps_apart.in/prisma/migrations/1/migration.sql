CREATE UNIQUE INDEX "Place_root" ON "Place"("project", "type") WHERE "parentId" IS NULL AND "finished_at" IS NULL;
