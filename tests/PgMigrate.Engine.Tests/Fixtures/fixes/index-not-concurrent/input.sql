-- Orders are looked up by day.
CREATE UNIQUE INDEX IF NOT EXISTS orders_paid_at ON orders (paid_at);
