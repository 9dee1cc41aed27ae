CREATE DOMAIN money_amount AS numeric(12, 2) CHECK (VALUE >= 0);

CREATE TABLE products (
    sku varchar(40) PRIMARY KEY,
    title text NOT NULL,
    price money_amount NOT NULL,
    details jsonb
);

INSERT INTO products (sku, title, price, details) VALUES
    ('tea-1', 'Tea; green', 4.20, '{"leaf": true}'),
    ('cup-1', 'Cup', 9.00, NULL);
