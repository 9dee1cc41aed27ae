TRUNCATE TABLE orders, "Order Lines";
