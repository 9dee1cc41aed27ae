CREATE TABLE IF NOT EXISTS booking (room int, during tstzrange, EXCLUDE USING gist (room WITH =, during WITH &&));
