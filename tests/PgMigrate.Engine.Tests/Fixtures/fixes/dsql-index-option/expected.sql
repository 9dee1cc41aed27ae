CREATE INDEX ASYNC IF NOT EXISTS a ON orders (paid_at NULLS FIRST, lower(name));
CREATE INDEX ASYNC IF NOT EXISTS b ON orders (paid_at, name NULLS FIRST, (total + 1) NULLS LAST);
