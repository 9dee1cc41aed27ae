CREATE UNIQUE INDEX ASYNC customers_email ON customers (lower(email));
CREATE INDEX ASYNC orders_customer ON orders (customer_id, placed_at) INCLUDE (status) WHERE status <> 'sent';
