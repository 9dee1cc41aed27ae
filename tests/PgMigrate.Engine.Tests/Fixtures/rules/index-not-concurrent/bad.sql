CREATE INDEX IF NOT EXISTS orders_paid_at ON orders (paid_at);
