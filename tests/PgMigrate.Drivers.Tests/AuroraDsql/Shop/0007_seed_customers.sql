BEGIN;
INSERT INTO customers (id, email, name) VALUES (1, 'ada@example.com', 'Ada'), (2, 'bob@example.com', 'Bob');
INSERT INTO orders (customer_id) SELECT id FROM customers;
COMMIT;
INSERT INTO order_lines (order_id, sku, quantity) SELECT id, 'tea-1', 1 FROM orders;
