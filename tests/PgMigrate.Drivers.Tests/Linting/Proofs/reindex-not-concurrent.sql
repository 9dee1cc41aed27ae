-- @case found lock ShareLock on orders; lock AccessExclusiveLock on orders_note; rewrites orders_note
REINDEX INDEX orders_note;
-- @case found lock ShareLock on orders; lock AccessExclusiveLock on orders_note; keeps orders
REINDEX TABLE orders;
-- @case silent waits ShareUpdateExclusiveLock on orders
REINDEX TABLE CONCURRENTLY orders;
