ALTER TABLE orders ALTER COLUMN legacy_code DROP NOT NULL;
CREATE TABLE IF NOT EXISTS team (id bigint, spare text);
ALTER TABLE team DROP COLUMN spare;
