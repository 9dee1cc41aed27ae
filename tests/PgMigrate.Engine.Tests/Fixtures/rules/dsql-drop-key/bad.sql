CREATE TABLE IF NOT EXISTS part (id bigint, number bigint, name text, CONSTRAINT part_key PRIMARY KEY (id, number));
ALTER TABLE part DROP CONSTRAINT IF EXISTS part_key;
ALTER TABLE part DROP COLUMN number;
CREATE TABLE IF NOT EXISTS piece (id bigint PRIMARY KEY);
ALTER TABLE piece DROP CONSTRAINT piece_pkey;
