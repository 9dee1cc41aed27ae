CREATE SCHEMA billing;
CREATE TABLE billing.team (id bigint PRIMARY KEY, name text);
CREATE UNIQUE INDEX team_name ON billing.team (name);
CREATE SEQUENCE billing.numbers;
CREATE MATERIALIZED VIEW billing.teams AS SELECT name FROM billing.team;
CREATE STATISTICS team_stats (dependencies) ON id, name FROM billing.team;
ALTER TABLE billing.team ADD COLUMN owner text, ADD /* short */ size int DEFAULT 1;
