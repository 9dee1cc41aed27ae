CREATE TABLE team (id bigint PRIMARY KEY, name text);
CREATE INDEX team_name ON team (name);
CREATE SCHEMA billing;
ALTER TABLE orders ADD COLUMN team_id bigint;
