ALTER TYPE "public"."Plan" RENAME TO "Plan_old";
CREATE TYPE "public"."Plan" AS ENUM ('Free', 'Paid');
ALTER TABLE "Account" ALTER COLUMN "plan" TYPE "public"."Plan" USING "plan"::text::"public"."Plan";
DROP TYPE "public"."Plan_old";
