CREATE INDEX ASYNC IF NOT EXISTS orders_paid_at ON orders (paid_at);
