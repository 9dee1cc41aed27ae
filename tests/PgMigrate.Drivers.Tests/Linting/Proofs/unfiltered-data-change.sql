-- @case found lock RowExclusiveLock on orders
UPDATE orders SET note = 'x';
-- @case found lock RowExclusiveLock on orders
DELETE FROM orders;
