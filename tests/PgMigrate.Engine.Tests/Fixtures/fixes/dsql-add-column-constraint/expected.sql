ALTER TABLE orders ADD COLUMN IF NOT EXISTS kind text;
ALTER TABLE orders ALTER COLUMN kind SET DEFAULT 'web';
-- Fill the rows there are in ranges of the key, 3,000 rows at most each: UPDATE orders SET kind = 'web' WHERE kind IS NULL AND …
-- Then, for NOT NULL: ALTER TABLE orders ADD CONSTRAINT … CHECK (kind IS NOT NULL) NOT VALID; and validate it with ALTER TABLE ASYNC.
