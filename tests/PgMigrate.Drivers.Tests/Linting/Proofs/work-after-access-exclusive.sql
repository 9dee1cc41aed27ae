-- @case found lock AccessExclusiveLock on orders
ALTER TABLE orders ADD COLUMN extra int;
UPDATE team SET name = 'x' WHERE id = 1;
-- @case silent lock none on orders
UPDATE team SET name = 'x' WHERE id = 1;
