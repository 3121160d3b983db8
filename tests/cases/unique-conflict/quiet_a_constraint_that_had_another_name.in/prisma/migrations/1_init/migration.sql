CREATE TABLE "Seat" ("id" INTEGER PRIMARY KEY, "row" TEXT NOT NULL, "hallId" INTEGER NOT NULL, CONSTRAINT "Place_row_hallId_key" UNIQUE ("row", "hallId"));
