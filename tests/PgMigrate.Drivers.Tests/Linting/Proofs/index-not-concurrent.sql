-- @case found lock ShareLock on orders; scans orders
CREATE INDEX i ON orders (team_id);
-- @case silent waits ShareUpdateExclusiveLock on orders
CREATE INDEX CONCURRENTLY i ON orders (team_id);
