-- @case found lock AccessExclusiveLock on orders; scans orders
ALTER TABLE orders ADD CONSTRAINT u UNIQUE (note);
-- @case found lock AccessExclusiveLock on orders; scans orders
ALTER TABLE orders ADD COLUMN extra int UNIQUE;
-- @case found refused 23505
ALTER TABLE orders ADD CONSTRAINT u UNIQUE (team_id);
-- @case silent skips orders
ALTER TABLE orders ADD CONSTRAINT u UNIQUE USING INDEX orders_token;
