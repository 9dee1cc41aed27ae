DROP INDEX IF EXISTS orders_number;
CREATE INDEX ASYNC IF NOT EXISTS orders_by_number ON orders (number);
