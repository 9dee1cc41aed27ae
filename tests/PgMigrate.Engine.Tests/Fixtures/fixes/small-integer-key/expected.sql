CREATE TABLE IF NOT EXISTS team (id bigint PRIMARY KEY, number bigserial, size int);
CREATE TABLE IF NOT EXISTS link (id bigint, b bigint, PRIMARY KEY (id));
