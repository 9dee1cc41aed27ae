INSERT INTO item SELECT g, g % 7, 'x' FROM generate_series(1, 300) g;
INSERT INTO counted (step) VALUES ('0002/2');
UPDATE item SET note = note || '2';
