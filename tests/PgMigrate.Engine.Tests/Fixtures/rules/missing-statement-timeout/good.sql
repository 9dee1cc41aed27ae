-- @timeout: 5min

ALTER TABLE orders ADD COLUMN IF NOT EXISTS note text;
