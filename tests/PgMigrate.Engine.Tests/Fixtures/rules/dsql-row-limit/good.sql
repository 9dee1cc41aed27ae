UPDATE orders SET kind = 'web' WHERE id BETWEEN 1 AND 3000;
INSERT INTO orders (id) VALUES (1), (2);
-- @batch: 1000 by id
UPDATE orders SET kind = 'web';
