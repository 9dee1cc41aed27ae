UPDATE orders SET kind = 'web' WHERE id BETWEEN 1 AND 1000 AND kind IS NULL;

-- @batch: 1000 by id
UPDATE orders SET kind = 'web';
