ALTER TABLE orders ADD CONSTRAINT total_positive CHECK (total >= 0) NOT VALID;
ALTER TABLE ASYNC orders VALIDATE CONSTRAINT total_positive;
ALTER TABLE orders ADD CONSTRAINT orders_customer FOREIGN KEY (customer_id) REFERENCES customer (id) NOT VALID;
ALTER TABLE ASYNC orders VALIDATE CONSTRAINT orders_customer;
CREATE UNIQUE INDEX ASYNC IF NOT EXISTS orders_number_key ON orders (number);
ALTER TABLE orders ADD CONSTRAINT orders_number_key UNIQUE USING INDEX orders_number_key;
