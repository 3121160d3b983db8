CREATE UNIQUE INDEX "Property_team_key_key" ON "Property"("team", "key");
