-- @case found refused 42P07
CREATE TABLE orders (id int);
-- @case silent runs
CREATE TABLE IF NOT EXISTS orders (id int);
-- @case found refused 42701
ALTER TABLE orders ADD COLUMN note text;
