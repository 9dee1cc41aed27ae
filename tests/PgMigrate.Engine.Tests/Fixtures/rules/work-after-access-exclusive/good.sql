ALTER TABLE orders ADD COLUMN IF NOT EXISTS kind text;
INSERT INTO setting (name, value) VALUES ('kind', 'web');
