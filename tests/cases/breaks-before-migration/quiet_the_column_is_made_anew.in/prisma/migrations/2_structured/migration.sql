ALTER TABLE "events" ADD COLUMN "location_json" JSONB;
UPDATE "events" SET "location_json" = jsonb_build_object('place', "location") WHERE "location" IS NOT NULL;
ALTER TABLE "events" DROP COLUMN "location";
ALTER TABLE "events" RENAME COLUMN "location_json" TO "location";
