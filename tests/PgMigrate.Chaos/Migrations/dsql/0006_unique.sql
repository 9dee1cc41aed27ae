INSERT INTO counted (step) VALUES ('0006/1');
CREATE UNIQUE INDEX ASYNC once_v ON once (v);
INSERT INTO counted (step) VALUES ('0006/3');
