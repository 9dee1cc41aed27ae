CREATE INDEX ASYNC IF NOT EXISTS a ON orders (paid_at NULLS FIRST, lower(name), (total + 1));
