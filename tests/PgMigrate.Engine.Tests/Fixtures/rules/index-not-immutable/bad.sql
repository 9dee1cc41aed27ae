CREATE INDEX CONCURRENTLY IF NOT EXISTS orders_recent ON orders (number) WHERE paid_at > now();
CREATE INDEX CONCURRENTLY IF NOT EXISTS orders_label ON orders (concat(name, note), current_date);
