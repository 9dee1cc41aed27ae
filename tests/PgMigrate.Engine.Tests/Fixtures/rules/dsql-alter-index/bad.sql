ALTER INDEX orders_number SET (fillfactor = 70);
ALTER INDEX IF EXISTS orders_number SET TABLESPACE fast;
