-- @case found lock AccessExclusiveLock on orders; keeps orders
ALTER TABLE orders RENAME TO purchases;
-- @case silent runs
ALTER TABLE orders RENAME TO purchases;
CREATE VIEW orders AS SELECT * FROM purchases;
UPDATE orders SET note = 'x' WHERE id = 1;
-- @case found lock AccessExclusiveLock on orders; keeps orders
ALTER TABLE orders SET SCHEMA public;
