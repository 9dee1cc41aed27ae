VACUUM (FULL, ANALYZE) orders;
CLUSTER orders USING orders_pkey;
