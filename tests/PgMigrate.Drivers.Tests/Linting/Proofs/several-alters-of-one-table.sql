-- @case found rewrites orders
ALTER TABLE orders ADD COLUMN a uuid DEFAULT gen_random_uuid();
ALTER TABLE orders ADD COLUMN b uuid DEFAULT gen_random_uuid();
-- @case silent rewrites orders
ALTER TABLE orders ADD COLUMN a uuid DEFAULT gen_random_uuid(), ADD COLUMN b uuid DEFAULT gen_random_uuid();
