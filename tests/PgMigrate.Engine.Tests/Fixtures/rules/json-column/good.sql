CREATE TABLE IF NOT EXISTS event (id bigint, body jsonb);
