UPDATE orders SET kind = 'web' WHERE kind IS NULL;
ALTER TABLE orders ALTER COLUMN kind SET DEFAULT 'web';
