-- @case found lock AccessExclusiveLock on orders; rewrites orders
ALTER TABLE orders ALTER COLUMN quantity TYPE bigint;
-- @case found rewrites orders
ALTER TABLE orders ALTER COLUMN created TYPE text;
-- @case found rewrites orders
ALTER TABLE orders ALTER COLUMN note TYPE varchar(15);
-- @case found rewrites orders
ALTER TABLE orders ALTER COLUMN amount TYPE numeric(12, 4);
-- @case found rewrites orders
ALTER TABLE orders ALTER COLUMN note TYPE text USING note || '';
-- @case found keeps orders
ALTER TABLE orders ALTER COLUMN note TYPE varchar(40);
-- @case found keeps orders; skips orders
ALTER TABLE orders ALTER COLUMN note TYPE text;
-- @case found keeps orders
ALTER TABLE orders ALTER COLUMN amount TYPE numeric(14, 2);
-- @case silent keeps orders
ALTER TABLE orders ADD COLUMN quantity_big bigint;
