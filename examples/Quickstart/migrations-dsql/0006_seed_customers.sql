-- First data. The semicolon, the -- and the quotes in the texts are text.

INSERT INTO customers (email, full_name) VALUES
    ('ada@example.org', 'Ada; the first'),
    ('grace@example.org', 'Grace -- not a comment'),
    ('o.neil@example.org', 'Tip O''Neil')
ON CONFLICT (email) DO NOTHING;

INSERT INTO orders (customer_id, note)
SELECT id, E'first order\nwith a line break' FROM customers;

-- @undo
DELETE FROM orders WHERE note LIKE 'first order%';
DELETE FROM customers WHERE email LIKE '%@example.org';
