-- The states of an order. CREATE TYPE knows no IF NOT EXISTS, so the guard is a DO block.

DO $guard$
BEGIN
    CREATE TYPE order_status AS ENUM ('placed', 'paid', 'shipped');
EXCEPTION
    WHEN duplicate_object THEN
        RAISE NOTICE 'type order_status is there already; left as it is';
END
$guard$;

-- @undo
DROP TYPE IF EXISTS order_status;
