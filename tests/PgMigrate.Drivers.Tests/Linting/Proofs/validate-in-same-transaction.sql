-- @case found lock AccessExclusiveLock on orders; scans orders
ALTER TABLE orders ADD CONSTRAINT c CHECK (amount > 0) NOT VALID;
ALTER TABLE orders VALIDATE CONSTRAINT c;
-- @case silent lock ShareUpdateExclusiveLock on orders
ALTER TABLE orders VALIDATE CONSTRAINT later;
-- @setup
ALTER TABLE orders ADD CONSTRAINT later CHECK (amount > 0) NOT VALID;
