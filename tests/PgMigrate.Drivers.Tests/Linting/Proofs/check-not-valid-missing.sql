-- @case found lock AccessExclusiveLock on orders; scans orders; keeps orders
ALTER TABLE orders ADD CONSTRAINT c CHECK (amount > 0);
-- @case silent lock AccessExclusiveLock on orders; skips orders
ALTER TABLE orders ADD CONSTRAINT c CHECK (amount > 0) NOT VALID;
-- @case silent lock ShareUpdateExclusiveLock on orders; scans orders
ALTER TABLE orders VALIDATE CONSTRAINT later;
-- @setup
ALTER TABLE orders ADD CONSTRAINT later CHECK (amount > 0) NOT VALID;
