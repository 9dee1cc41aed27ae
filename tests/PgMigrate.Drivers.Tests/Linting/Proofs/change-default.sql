-- @case found lock AccessExclusiveLock on orders; keeps orders
ALTER TABLE orders ALTER COLUMN state SET DEFAULT 'old';
-- @case found lock AccessExclusiveLock on orders
ALTER TABLE orders ALTER COLUMN state DROP DEFAULT;
