-- @case found lock AccessExclusiveLock on orders
DROP INDEX orders_note;
-- @case silent waits ShareUpdateExclusiveLock on orders
DROP INDEX CONCURRENTLY orders_note;
