DROP VIEW open_orders;
ALTER TABLE orders ALTER COLUMN note TYPE text;
CREATE VIEW open_orders AS SELECT note FROM orders;
