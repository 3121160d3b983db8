ALTER TABLE bookings DROP COLUMN cancelled_at;
