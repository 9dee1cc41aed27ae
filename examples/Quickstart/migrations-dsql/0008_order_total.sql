-- The total of an order.

CREATE OR REPLACE FUNCTION order_total(order_id bigint) RETURNS numeric
LANGUAGE sql STABLE
AS $$
    SELECT coalesce(sum(l.quantity * l.unit_price), 0)
    FROM order_lines AS l
    WHERE l.order_id = order_total.order_id
$$;

CREATE OR REPLACE VIEW open_orders AS
SELECT o.id, c.full_name, o.placed_at, order_total(o.id) AS total
FROM orders AS o
JOIN customers AS c ON c.id = o.customer_id
WHERE o.status <> 'shipped';

-- @undo
DROP VIEW IF EXISTS open_orders;
DROP FUNCTION IF EXISTS order_total(bigint);
