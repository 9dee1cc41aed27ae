CREATE INDEX ASYNC IF NOT EXISTS a ON orders (lower(name));
