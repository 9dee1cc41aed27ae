SELECT 1;
\echo hello
SELECT 2;