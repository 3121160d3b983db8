CREATE TABLE "Installation" ("id" SERIAL PRIMARY KEY, "provider" TEXT NOT NULL, "remote_id" INTEGER NOT NULL, "workspace" INTEGER NOT NULL);
CREATE UNIQUE INDEX "Installation_provider_remote_id_key" ON "Installation"("provider", "remote_id");
