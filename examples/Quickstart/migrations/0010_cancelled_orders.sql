-- Orders can be cancelled. The new value is used by a later migration, not in this file's transaction.

ALTER TYPE order_status ADD VALUE IF NOT EXISTS 'cancelled' AFTER 'shipped';

ALTER TABLE orders ADD COLUMN IF NOT EXISTS cancelled_at timestamptz;

-- @undo
-- An enum value cannot be taken out again.
ALTER TABLE orders DROP COLUMN IF EXISTS cancelled_at;
