CREATE TABLE "users" ("id" SERIAL PRIMARY KEY, "nickname" TEXT NOT NULL DEFAULT 'nobody');
