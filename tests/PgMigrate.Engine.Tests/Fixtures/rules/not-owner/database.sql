-- user: deployer
-- owner of orders: app_owner
CREATE TABLE orders (id bigint PRIMARY KEY, note text);
