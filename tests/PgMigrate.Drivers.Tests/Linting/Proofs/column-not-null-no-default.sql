-- @case found refused 23502
ALTER TABLE orders ADD COLUMN currency text NOT NULL;
-- @case found refused 23502
ALTER TABLE orders ADD COLUMN currency text NOT NULL DEFAULT NULL;
-- @case found refused 23502
ALTER TABLE plain ADD COLUMN currency text PRIMARY KEY;
-- @case found lock AccessExclusiveLock on empty_one
ALTER TABLE empty_one ADD COLUMN currency text NOT NULL;
-- @case silent runs
ALTER TABLE orders ADD COLUMN currency text NOT NULL DEFAULT 'EUR';
-- @case silent runs
ALTER TABLE orders ADD COLUMN n bigint GENERATED ALWAYS AS IDENTITY NOT NULL;
-- @case silent runs
ALTER TABLE orders ADD COLUMN n bigint GENERATED ALWAYS AS (id * 2) STORED NOT NULL;
-- @setup
CREATE TABLE plain AS SELECT id FROM orders;
