COPY note (text) FROM STDIN;
hello
\.
