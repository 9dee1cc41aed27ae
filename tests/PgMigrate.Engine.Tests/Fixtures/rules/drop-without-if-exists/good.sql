DROP TABLE old_orders;
ALTER TABLE orders DROP COLUMN note;
DROP INDEX orders_old;
