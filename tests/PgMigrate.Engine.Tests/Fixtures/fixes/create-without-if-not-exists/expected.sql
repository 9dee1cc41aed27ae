CREATE SCHEMA IF NOT EXISTS billing;
CREATE TABLE IF NOT EXISTS billing.team (id bigint PRIMARY KEY, name text);
CREATE UNIQUE INDEX IF NOT EXISTS team_name ON billing.team (name);
CREATE SEQUENCE IF NOT EXISTS billing.numbers;
CREATE MATERIALIZED VIEW IF NOT EXISTS billing.teams AS SELECT name FROM billing.team;
CREATE STATISTICS IF NOT EXISTS team_stats (dependencies) ON id, name FROM billing.team;
ALTER TABLE billing.team ADD COLUMN IF NOT EXISTS owner text, ADD IF NOT EXISTS /* short */ size int DEFAULT 1;
