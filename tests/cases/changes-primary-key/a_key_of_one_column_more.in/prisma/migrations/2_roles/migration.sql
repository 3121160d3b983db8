ALTER TABLE "WorkspaceTeam" DROP CONSTRAINT "WorkspaceTeam_pkey";
ALTER TABLE "WorkspaceTeam" ADD CONSTRAINT "WorkspaceTeam_pkey" PRIMARY KEY ("workspaceId", "teamId", "role");
