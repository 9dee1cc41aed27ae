CREATE INDEX CONCURRENTLY IF NOT EXISTS customer_orders_by_status_and_creation_time_for_the_dashboard_page ON orders (status);
