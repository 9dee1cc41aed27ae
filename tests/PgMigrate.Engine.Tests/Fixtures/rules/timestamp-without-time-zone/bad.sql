CREATE TABLE IF NOT EXISTS event (id bigint, at timestamp(3));
