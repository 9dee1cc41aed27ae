CREATE INDEX IF NOT EXISTS orders_number ON orders (number);
REINDEX INDEX orders_number;
