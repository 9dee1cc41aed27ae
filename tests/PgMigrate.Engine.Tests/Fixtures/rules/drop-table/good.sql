CREATE TEMP TABLE work (id bigint);
DROP TABLE work;
ALTER TABLE orders RENAME TO orders_old;

-- @undo
DROP TABLE team;
