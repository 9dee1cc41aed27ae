-- /* not open
SELECT 1;
/* -- ' " $$ */ SELECT 2;
/*/ still open */ SELECT 3;