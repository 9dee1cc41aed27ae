CREATE INDEX CONCURRENTLY IF NOT EXISTS orders_label ON orders ((name || note), lower(note));
CREATE INDEX CONCURRENTLY IF NOT EXISTS orders_now ON orders (number) WHERE note <> 'now()';
