CREATE TABLE IF NOT EXISTS team (id int PRIMARY KEY, number serial, size int);
CREATE TABLE IF NOT EXISTS link (id smallint, b bigint, PRIMARY KEY (id));
