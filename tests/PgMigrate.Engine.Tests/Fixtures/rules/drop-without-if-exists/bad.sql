-- @transaction: none

DROP TABLE old_orders;
DROP INDEX CONCURRENTLY orders_old;
ALTER TABLE orders DROP COLUMN note, DROP CONSTRAINT total_positive;
