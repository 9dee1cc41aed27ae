-- Keep updated_at right on both tables.

CREATE OR REPLACE TRIGGER customers_touch BEFORE UPDATE ON customers
    FOR EACH ROW EXECUTE FUNCTION touch_updated_at();

CREATE OR REPLACE TRIGGER orders_touch BEFORE UPDATE ON orders
    FOR EACH ROW EXECUTE FUNCTION touch_updated_at();

-- @undo
DROP TRIGGER IF EXISTS orders_touch ON orders;
DROP TRIGGER IF EXISTS customers_touch ON customers;
