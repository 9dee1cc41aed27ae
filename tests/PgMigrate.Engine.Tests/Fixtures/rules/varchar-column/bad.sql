CREATE TABLE IF NOT EXISTS team (id bigint, name varchar(50));
ALTER TABLE person ALTER COLUMN name TYPE varchar(200);
