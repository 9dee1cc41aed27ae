DELETE FROM orders;
DELETE FROM "Order Lines";
-- Where a table has more than 3,000 rows, delete them in ranges of the key.
