-- AlterEnum
BEGIN;
CREATE TYPE "Plan_new" AS ENUM ('Free', 'Paid');
ALTER TABLE "Account" ALTER COLUMN "plan" DROP DEFAULT;
ALTER TABLE "Account" ALTER COLUMN "plan" TYPE "Plan_new" USING ("plan"::text::"Plan_new");
ALTER TYPE "Plan" RENAME TO "Plan_old";
ALTER TYPE "Plan_new" RENAME TO "Plan";
DROP TYPE "Plan_old";
ALTER TABLE "Account" ALTER COLUMN "plan" SET DEFAULT 'Free';
COMMIT;
