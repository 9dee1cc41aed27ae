INSERT INTO setting (name, value, name) VALUES ('a', 'b', 'c');
UPDATE setting SET value = 'a', value = 'b' WHERE name = 'x';
CREATE TABLE IF NOT EXISTS place (id bigint PRIMARY KEY, name text, name text);
ALTER TABLE setting ADD COLUMN note text, ADD COLUMN note text;
