DROP INDEX IF EXISTS orders_paid_at;
