-- @case found waits AccessExclusiveLock on orders; rewrites orders
VACUUM FULL orders;
-- @case found lock AccessExclusiveLock on orders; rewrites orders
CLUSTER orders USING orders_pkey;
-- @case silent waits ShareUpdateExclusiveLock on orders; keeps orders
VACUUM orders;
