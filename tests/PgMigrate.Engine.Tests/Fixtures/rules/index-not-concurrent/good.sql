CREATE INDEX CONCURRENTLY IF NOT EXISTS orders_paid_at ON orders (paid_at);
CREATE TABLE IF NOT EXISTS team (id bigint PRIMARY KEY, name text);
CREATE INDEX IF NOT EXISTS team_name ON team (name);
