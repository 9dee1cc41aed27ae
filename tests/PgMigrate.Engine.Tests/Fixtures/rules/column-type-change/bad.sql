ALTER TABLE orders ALTER COLUMN id TYPE bigint, ALTER note SET DATA TYPE text USING note::text;
