-- view public.open_orders depends on orders.note
CREATE TABLE orders (id bigint PRIMARY KEY, note varchar(50));
CREATE VIEW open_orders AS SELECT note FROM orders;
