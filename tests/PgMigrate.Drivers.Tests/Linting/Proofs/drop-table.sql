-- @case found lock AccessExclusiveLock on orders; lock AccessExclusiveLock on team
DROP TABLE orders;
-- @case found refused 2BP01
DROP TABLE team;
-- @case found lock AccessExclusiveLock on team; lock AccessExclusiveLock on orders
DROP TABLE team CASCADE;
