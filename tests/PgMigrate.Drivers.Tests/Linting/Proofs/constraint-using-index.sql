-- @case found lock AccessExclusiveLock on orders; skips orders; keeps orders
ALTER TABLE orders ADD CONSTRAINT u UNIQUE USING INDEX orders_token;
-- @case found lock AccessExclusiveLock on plain; scans plain
ALTER TABLE plain ADD CONSTRAINT p PRIMARY KEY USING INDEX plain_id;
-- @case found skips plain
ALTER TABLE plain ADD CONSTRAINT there CHECK (id IS NOT NULL);
ALTER TABLE plain ALTER COLUMN id SET NOT NULL;
ALTER TABLE plain ADD CONSTRAINT p PRIMARY KEY USING INDEX plain_id;
-- @setup
CREATE TABLE plain AS SELECT id FROM orders;
CREATE UNIQUE INDEX plain_id ON plain (id);
