TRUNCATE orders, ONLY billing.invoices CASCADE;
