CREATE TABLE IF NOT EXISTS orders (id bigint PRIMARY KEY, note text);
ALTER TABLE orders ADD COLUMN IF NOT EXISTS note text;
CREATE INDEX IF NOT EXISTS orders_note_idx ON orders (note);
