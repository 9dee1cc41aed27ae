CREATE TABLE IF NOT EXISTS team (id int PRIMARY KEY);
CREATE TABLE IF NOT EXISTS link (id smallint, b bigint, PRIMARY KEY (id));
