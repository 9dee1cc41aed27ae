CREATE TABLE IF NOT EXISTS a (id bigint PRIMARY KEY, body text);
