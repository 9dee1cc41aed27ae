CREATE TABLE IF NOT EXISTS customer (id bigint PRIMARY KEY);
ALTER TABLE orders ADD FOREIGN KEY (customer_id) REFERENCES customer (id) ON DELETE CASCADE; -- orders go with it
SELECT 1;
