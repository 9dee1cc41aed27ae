DROP TABLE IF EXISTS orders_old, billing.invoices CASCADE;
