-- DropIndex
DROP INDEX "Installation_provider_remote_id_key";

-- CreateIndex
CREATE UNIQUE INDEX "Installation_provider_remote_id_workspace_key" ON "Installation"("provider", "remote_id", "workspace");
