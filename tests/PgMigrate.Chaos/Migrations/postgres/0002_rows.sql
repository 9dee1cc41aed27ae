INSERT INTO item SELECT g, g % 7, 'x' FROM generate_series(1, 300) g;
SELECT pg_sleep(0.02);
INSERT INTO counted VALUES ('0002/3');
UPDATE item SET note = note || '2';
