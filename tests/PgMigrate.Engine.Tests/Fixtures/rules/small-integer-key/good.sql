CREATE TABLE IF NOT EXISTS team (id bigint PRIMARY KEY, size int);
