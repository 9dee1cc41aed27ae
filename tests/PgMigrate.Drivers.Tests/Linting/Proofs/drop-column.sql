-- @case found lock AccessExclusiveLock on orders; keeps orders
ALTER TABLE orders DROP COLUMN note;
-- @case found refused 2BP01
ALTER TABLE orders DROP COLUMN state;
-- @case found runs
ALTER TABLE orders DROP COLUMN state CASCADE;
-- @setup
CREATE VIEW v AS SELECT state FROM orders;
