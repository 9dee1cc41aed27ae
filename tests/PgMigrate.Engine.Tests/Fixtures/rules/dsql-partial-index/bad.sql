CREATE INDEX ASYNC IF NOT EXISTS open_orders ON orders (id) WHERE closed IS NULL;
