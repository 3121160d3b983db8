CREATE TABLE "WorkspaceTeam" ("workspaceId" INTEGER NOT NULL, "teamId" INTEGER NOT NULL, "role" TEXT NOT NULL, CONSTRAINT "WorkspaceTeam_pkey" PRIMARY KEY ("workspaceId", "teamId"));
