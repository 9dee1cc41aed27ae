CREATE SCHEMA reporting;
CREATE VIEW reporting.totals AS
    SELECT o.customer_id, sum(l.quantity * p.price) AS total
    FROM orders o JOIN order_lines l ON l.order_id = o.id JOIN products p ON p.sku = l.sku
    GROUP BY o.customer_id;
CREATE FUNCTION reporting.total_of(customer bigint) RETURNS numeric LANGUAGE sql STABLE AS $$
    SELECT COALESCE(sum(total), 0) FROM reporting.totals WHERE customer_id = customer;
$$;
