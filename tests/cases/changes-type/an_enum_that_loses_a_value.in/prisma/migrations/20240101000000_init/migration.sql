CREATE TYPE "Plan" AS ENUM ('Free', 'Trial', 'Paid');
CREATE TABLE "Account" ("id" SERIAL PRIMARY KEY, "plan" "Plan" NOT NULL DEFAULT 'Free');
