-- The states of an order. Aurora DSQL has no enums: a table holds the values.

CREATE TABLE IF NOT EXISTS order_status (
    name text PRIMARY KEY
);

INSERT INTO order_status (name) VALUES ('placed'), ('paid'), ('shipped')
ON CONFLICT (name) DO NOTHING;

-- @undo
DROP TABLE IF EXISTS order_status;
