CREATE TABLE IF NOT EXISTS event (id bigint PRIMARY KEY, at timestamptz);
CREATE TEMP TABLE work (a int);
