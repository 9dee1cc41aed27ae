-- CONCURRENTLY cannot run in a transaction: this migration is applied statement by statement, its progress recorded.

CREATE INDEX CONCURRENTLY IF NOT EXISTS customers_full_name_idx ON customers (lower(full_name));

-- @undo
DROP INDEX CONCURRENTLY IF EXISTS customers_full_name_idx;
