ALTER TABLE orders ADD COLUMN IF NOT EXISTS token uuid;
ALTER TABLE orders ALTER COLUMN token SET DEFAULT gen_random_uuid();
-- In a later migration, fill the rows there are in batches: UPDATE orders SET token = gen_random_uuid() WHERE token IS NULL, with -- @batch: 1000 by the key before it.
-- Then, for NOT NULL: CHECK (token IS NOT NULL) NOT VALID, VALIDATE CONSTRAINT, SET NOT NULL.
