INSERT INTO counted VALUES ('0006/1');
SELECT 1 / opened FROM gate;
INSERT INTO counted VALUES ('0006/3');
