CREATE TABLE bookings (id serial PRIMARY KEY, room integer NOT NULL, cancelled_at timestamptz, CHECK (cancelled_at > '2000-01-01'));
CREATE INDEX cancelled ON bookings (cancelled_at) WHERE cancelled_at IS NOT NULL;
