-- @ignore: drop-table nobody uses it since release 41
DROP TABLE IF EXISTS orders_old;
