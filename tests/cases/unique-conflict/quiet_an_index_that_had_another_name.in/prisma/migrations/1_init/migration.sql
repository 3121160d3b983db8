CREATE TABLE "EventClass" ("id" INTEGER PRIMARY KEY, "name" TEXT NOT NULL, "siteId" INTEGER NOT NULL);
CREATE UNIQUE INDEX "EventClass_name_siteId_key" ON "EventClass"("name", "siteId");
