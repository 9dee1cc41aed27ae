CREATE VIEW grouped AS SELECT grp, count(*) AS items FROM item GROUP BY grp;
SELECT pg_sleep(0.02);
INSERT INTO counted VALUES ('0008/3');
