CREATE TABLE orders (id bigint PRIMARY KEY);
ALTER TABLE orders ADD COLUMN note text;
CREATE INDEX IF NOT EXISTS orders_note_idx ON orders (id, note);
CREATE TABLE IF NOT EXISTS orders (id bigint PRIMARY KEY, paid_at timestamptz);
