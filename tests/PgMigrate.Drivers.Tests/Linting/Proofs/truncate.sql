-- @case found lock AccessExclusiveLock on orders; rewrites orders
TRUNCATE orders;
-- @case found refused 0A000
TRUNCATE team;
-- @case found lock AccessExclusiveLock on orders; rewrites orders
TRUNCATE team CASCADE;
