CREATE TABLE IF NOT EXISTS event (data jsonb PRIMARY KEY, name text);
CREATE TABLE IF NOT EXISTS file (id bigint PRIMARY KEY, hash bytea, UNIQUE (hash));
CREATE TABLE IF NOT EXISTS note (id bigint PRIMARY KEY, data jsonb);
CREATE INDEX ASYNC IF NOT EXISTS note_data ON note (data);
