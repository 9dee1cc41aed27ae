CREATE TABLE item (id int PRIMARY KEY, grp int NOT NULL, note text NOT NULL);
INSERT INTO counted (step) VALUES ('0001/2');
