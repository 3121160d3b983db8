CREATE TABLE "User" ("id" INTEGER PRIMARY KEY, "email_verified" TIMESTAMP(3));
