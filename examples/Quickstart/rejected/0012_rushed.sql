-- What a reviewer should not have to find.
BEGIN;
ALTER TABLE customers ADD COLUMN IF NOT EXISTS vat_id text NOT NULL;
CREATE INDEX CONCURRENTLY IF NOT EXISTS customers_vat_id ON customers (vat_id);
DO $$
BEGIN
    RAISE NOTICE 'nearly there';
END $$;
COMMIT;

-- @undo
ALTER TABLE customers DROP COLUMN vat_id;
