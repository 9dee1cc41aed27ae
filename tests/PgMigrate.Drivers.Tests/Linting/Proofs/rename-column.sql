-- @case found lock AccessExclusiveLock on orders; keeps orders
ALTER TABLE orders RENAME COLUMN note TO remark;
-- @case found refused 42703
ALTER TABLE orders RENAME note TO remark;
SELECT note FROM orders;
