-- Orders can be cancelled.

INSERT INTO order_status (name) VALUES ('cancelled') ON CONFLICT (name) DO NOTHING;

ALTER TABLE orders ADD COLUMN IF NOT EXISTS cancelled_at timestamptz;

-- @undo
ALTER TABLE orders DROP COLUMN IF EXISTS cancelled_at;
DELETE FROM order_status WHERE name = 'cancelled';
