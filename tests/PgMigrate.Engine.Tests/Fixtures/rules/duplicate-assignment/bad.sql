INSERT INTO setting (name, value, name) VALUES ('a', 'b', 'c');
UPDATE setting SET value = 'a', value = 'b' WHERE name = 'x';
