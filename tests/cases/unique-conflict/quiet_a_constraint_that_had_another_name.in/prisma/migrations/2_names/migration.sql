ALTER TABLE "Seat" RENAME CONSTRAINT "Place_row_hallId_key" TO "Seat_row_hallId_key";
