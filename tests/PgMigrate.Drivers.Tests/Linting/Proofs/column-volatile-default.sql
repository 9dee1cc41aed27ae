-- @case found lock AccessExclusiveLock on orders; rewrites orders
ALTER TABLE orders ADD COLUMN v uuid DEFAULT gen_random_uuid();
-- @case found rewrites orders
ALTER TABLE orders ADD COLUMN v float8 DEFAULT random();
-- @case found rewrites orders
ALTER TABLE orders ADD COLUMN v timestamptz DEFAULT clock_timestamp();
-- @case found rewrites orders
ALTER TABLE orders ADD COLUMN v text DEFAULT timeofday();
-- @case found rewrites orders
ALTER TABLE orders ADD COLUMN v bigint DEFAULT nextval('s');
-- @case found rewrites orders
ALTER TABLE orders ADD COLUMN v int DEFAULT mine();
-- @case silent keeps orders
ALTER TABLE orders ADD COLUMN v timestamptz NOT NULL DEFAULT now();
-- @case silent keeps orders
ALTER TABLE orders ADD COLUMN v timestamptz DEFAULT current_timestamp + interval '1 day';
-- @case silent keeps orders
ALTER TABLE orders ADD COLUMN v int DEFAULT 1 + 2;
-- @case silent keeps orders
ALTER TABLE orders ADD COLUMN v text DEFAULT lower('NEW');
-- @case silent keeps orders
ALTER TABLE orders ADD COLUMN v jsonb DEFAULT jsonb_build_object('a', 1);
-- @case silent keeps orders
ALTER TABLE orders ADD COLUMN v uuid;
ALTER TABLE orders ALTER COLUMN v SET DEFAULT gen_random_uuid();
-- @setup
CREATE SEQUENCE s;
CREATE FUNCTION mine() RETURNS int LANGUAGE plpgsql AS 'BEGIN RETURN 1; END';
