CREATE TABLE bookings (id serial PRIMARY KEY, room integer NOT NULL, seat integer NOT NULL, cancelled_at timestamptz);
CREATE UNIQUE INDEX seats ON bookings (room, seat) WHERE cancelled_at IS NULL;
