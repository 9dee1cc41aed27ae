CREATE TABLE IF NOT EXISTS customer (id bigint PRIMARY KEY);
ALTER TABLE orders ADD CONSTRAINT orders_customer_id_fkey FOREIGN KEY (customer_id) REFERENCES customer (id) ON DELETE CASCADE NOT VALID; -- orders go with it
-- In a later migration: ALTER TABLE orders VALIDATE CONSTRAINT orders_customer_id_fkey;
SELECT 1;
