SELECT id INTO old_orders FROM orders;
SELECT id FROM orders FOR SHARE;
SELECT id FROM orders TABLESAMPLE SYSTEM (1);
SELECT pg_advisory_xact_lock(1);
SELECT set_config('search_path', 'app', false);
SELECT sys.wait_for_job('abc');
WITH some AS (SELECT id FROM orders FOR NO KEY UPDATE) SELECT count(*) FROM some;
