CREATE VIEW grouped AS SELECT grp, count(*) AS items FROM item GROUP BY grp;
INSERT INTO counted (step) VALUES ('0007/2');
