UPDATE orders SET kind = 'web' WHERE kind IS NULL;
