CREATE TABLE IF NOT EXISTS team (id bigint, code char(5));
