-- @case found lock AccessExclusiveLock on orders; scans orders; keeps orders
ALTER TABLE orders ALTER COLUMN team_id SET NOT NULL;
-- @case found refused 23502
INSERT INTO orders (id) VALUES (9999);
ALTER TABLE orders ALTER COLUMN team_id SET NOT NULL;
-- @case silent skips orders
ALTER TABLE orders ADD CONSTRAINT there CHECK (team_id IS NOT NULL) NOT VALID;
ALTER TABLE orders VALIDATE CONSTRAINT there;
ALTER TABLE orders ALTER COLUMN team_id SET NOT NULL;
