CREATE TABLE IF NOT EXISTS team (id bigint PRIMARY KEY, size int);
CREATE TABLE IF NOT EXISTS order_line (order_id bigint, line int, PRIMARY KEY (order_id, line));
