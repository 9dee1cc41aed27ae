CREATE TABLE IF NOT EXISTS b (id bigint PRIMARY KEY, a_id bigint);
