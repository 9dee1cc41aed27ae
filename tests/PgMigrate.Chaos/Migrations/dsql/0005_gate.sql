INSERT INTO counted (step) VALUES ('0005/1');
SELECT 1 / opened FROM gate;
INSERT INTO counted (step) VALUES ('0005/3');
