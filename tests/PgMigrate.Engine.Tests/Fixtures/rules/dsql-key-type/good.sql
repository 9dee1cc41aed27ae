CREATE TABLE IF NOT EXISTS event (id bigint PRIMARY KEY, data jsonb, hash bytea);
CREATE INDEX ASYNC IF NOT EXISTS event_name ON event ((data ->> 'name')) INCLUDE (id);
