COPY "from" FROM STDIN;
1
\.

COPY b FROM stdin CSV;
"x;
y"
\.
