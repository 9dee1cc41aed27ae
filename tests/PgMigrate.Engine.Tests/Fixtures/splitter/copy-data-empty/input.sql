copy t from stdin with (format csv); -- none
\.
SELECT 1;