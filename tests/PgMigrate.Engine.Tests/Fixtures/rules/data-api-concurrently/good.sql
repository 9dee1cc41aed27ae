CREATE INDEX IF NOT EXISTS orders_paid_at ON orders (paid_at);
COMMENT ON INDEX orders_paid_at IS 'was built CONCURRENTLY';
