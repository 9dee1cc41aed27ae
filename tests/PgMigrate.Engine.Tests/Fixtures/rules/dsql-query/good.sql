SELECT id FROM orders WHERE id = 1 FOR UPDATE;
SELECT id FROM orders WHERE id = 1 FOR KEY SHARE;
SELECT 'set_config(' AS pg_advisory_lock;
INSERT INTO orders (id, note) SELECT 2, note FROM orders WHERE note = 'FOR SHARE';
WITH gone AS (DELETE FROM orders WHERE id = 3 RETURNING id) INSERT INTO orders (id) SELECT id FROM gone;
