CREATE INDEX IF NOT EXISTS orders_paid_at ON orders (paid_at);
CREATE INDEX CONCURRENTLY IF NOT EXISTS orders_id ON orders (id);
