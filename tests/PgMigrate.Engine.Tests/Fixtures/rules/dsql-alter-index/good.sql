ALTER INDEX orders_number RENAME TO orders_by_number;
DROP INDEX IF EXISTS orders_number;
