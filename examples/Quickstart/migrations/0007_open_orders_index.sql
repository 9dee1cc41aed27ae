-- Only open orders are looked for by date: a partial index, small and quick.

-- @ignore: index-not-concurrent the table is new and small
CREATE INDEX IF NOT EXISTS orders_open_idx ON orders (placed_at)
WHERE status <> 'shipped';

-- @undo
DROP INDEX IF EXISTS orders_open_idx;
