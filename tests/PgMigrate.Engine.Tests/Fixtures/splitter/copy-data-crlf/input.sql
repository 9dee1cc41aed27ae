COPY t FROM STDIN;
1;
 \.
\. 
\.
SELECT 1;
