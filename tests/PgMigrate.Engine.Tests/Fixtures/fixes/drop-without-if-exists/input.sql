-- @transaction: none

DROP TABLE old_orders, older_orders;
DROP MATERIALIZED VIEW totals CASCADE;
DROP INDEX CONCURRENTLY orders_old;
DROP TRIGGER watch ON orders;
ALTER TABLE orders DROP COLUMN note, DROP amount CASCADE, DROP CONSTRAINT total_positive;
