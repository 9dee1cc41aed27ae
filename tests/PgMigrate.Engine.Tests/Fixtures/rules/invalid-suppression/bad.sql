-- @ignore: drop-tabel nobody uses it
DROP TABLE IF EXISTS orders_old;

-- @ignore: drop-table nothing is dropped here
SELECT 1;
