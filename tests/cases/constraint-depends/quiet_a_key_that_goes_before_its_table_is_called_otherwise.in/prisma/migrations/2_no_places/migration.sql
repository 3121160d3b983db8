ALTER TABLE "KeyOfPlace" DROP CONSTRAINT IF EXISTS "KeyOfPlace_placeId_fkey";
ALTER TABLE "KeyOfPlace" DROP COLUMN "placeId";
DROP TABLE "Place";
ALTER TABLE "KeyOfPlace" RENAME TO "KeyOfSite";
