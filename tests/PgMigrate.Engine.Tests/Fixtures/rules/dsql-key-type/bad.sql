CREATE TABLE IF NOT EXISTS event (data jsonb PRIMARY KEY, hash bytea UNIQUE, kind json, UNIQUE (kind));
CREATE INDEX ASYNC IF NOT EXISTS event_kind ON event (kind);
