INSERT INTO setting (name, value) VALUES ('a', 'b');
UPDATE setting SET place.x = 1, place.y = 2, tags[1] = 'a', tags[2] = 'b' WHERE name = 'x';
