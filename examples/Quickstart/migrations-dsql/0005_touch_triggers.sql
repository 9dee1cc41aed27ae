-- Without triggers, what was touched last is looked for.

CREATE INDEX ASYNC IF NOT EXISTS customers_updated_at_idx ON customers (updated_at);

CREATE INDEX ASYNC IF NOT EXISTS orders_updated_at_idx ON orders (updated_at);

-- @undo
DROP INDEX IF EXISTS orders_updated_at_idx;
DROP INDEX IF EXISTS customers_updated_at_idx;
