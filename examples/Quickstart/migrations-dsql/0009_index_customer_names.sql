-- ASYNC starts a job; the run waits for it and looks whether the index is valid.

CREATE INDEX ASYNC IF NOT EXISTS customers_full_name_idx ON customers (lower(full_name));

-- @undo
DROP INDEX IF EXISTS customers_full_name_idx;
