-- @case found lock ShareRowExclusiveLock on orders; lock ShareRowExclusiveLock on team; scans orders
ALTER TABLE orders ADD CONSTRAINT f FOREIGN KEY (team_id) REFERENCES team (id);
-- @case found lock AccessExclusiveLock on orders; lock ShareRowExclusiveLock on team; scans orders
ALTER TABLE orders ADD COLUMN other_id bigint DEFAULT 1 REFERENCES team (id);
-- @case silent lock ShareRowExclusiveLock on orders; lock ShareRowExclusiveLock on team; skips orders
ALTER TABLE orders ADD CONSTRAINT f FOREIGN KEY (team_id) REFERENCES team (id) NOT VALID;
-- @case silent skips orders
ALTER TABLE orders ADD COLUMN other_id bigint REFERENCES team (id);
-- @case silent lock ShareUpdateExclusiveLock on orders; lock RowShareLock on team; scans orders
ALTER TABLE orders VALIDATE CONSTRAINT later;
-- @setup
ALTER TABLE orders ADD CONSTRAINT later FOREIGN KEY (team_id) REFERENCES team (id) NOT VALID;
