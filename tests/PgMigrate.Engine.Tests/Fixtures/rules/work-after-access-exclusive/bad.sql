ALTER TABLE orders ADD COLUMN IF NOT EXISTS kind text;
UPDATE orders SET kind = 'web' WHERE kind IS NULL;
