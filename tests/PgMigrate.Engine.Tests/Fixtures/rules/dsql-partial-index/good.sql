CREATE INDEX ASYNC IF NOT EXISTS orders_id ON orders (id);
