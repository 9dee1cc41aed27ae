-- Orders can be cancelled.

INSERT INTO order_status (name) VALUES ('cancelled') ON CONFLICT (name) DO NOTHING;

ALTER TABLE orders ADD COLUMN IF NOT EXISTS cancelled_at timestamptz;

-- So far a note said it. A transaction changes 3,000 rows at most, so this is done in ranges of the key.
-- @batch: 1000 by id
UPDATE orders SET status = 'cancelled', cancelled_at = updated_at
WHERE note LIKE 'cancelled%' AND cancelled_at IS NULL;

-- @undo
ALTER TABLE orders DROP COLUMN IF EXISTS cancelled_at;
DELETE FROM order_status WHERE name = 'cancelled';
