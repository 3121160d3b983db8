CREATE TABLE "users" (
    "id" SERIAL NOT NULL,
    "age" TEXT NOT NULL,
    CONSTRAINT "users_pkey" PRIMARY KEY ("id")
);
