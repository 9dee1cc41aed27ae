REINDEX INDEX orders_paid_at;
