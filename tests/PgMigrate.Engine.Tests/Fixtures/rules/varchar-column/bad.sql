CREATE TABLE IF NOT EXISTS team (id bigint, name varchar(50));
