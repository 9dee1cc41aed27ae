-- @case found lock AccessExclusiveLock on orders; keeps orders; skips orders
ALTER TABLE orders ALTER COLUMN seen DROP NOT NULL;
