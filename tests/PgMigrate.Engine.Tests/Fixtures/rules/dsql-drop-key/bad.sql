ALTER TABLE orders DROP CONSTRAINT orders_pkey;
CREATE TABLE IF NOT EXISTS part (id bigint, number bigint, name text, CONSTRAINT part_key PRIMARY KEY (id, number));
ALTER TABLE part DROP CONSTRAINT IF EXISTS part_key;
ALTER TABLE part DROP COLUMN number;
