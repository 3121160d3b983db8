ALTER TABLE "Seat" DROP CONSTRAINT "Seat_row_hallId_key";
ALTER TABLE "Seat" DROP COLUMN "hallId";
