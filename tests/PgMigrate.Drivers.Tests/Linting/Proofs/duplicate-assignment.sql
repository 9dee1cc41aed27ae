-- @case found refused 42701
INSERT INTO team (id, name, name) VALUES (9, 'a', 'b');
-- @case found refused 42601
UPDATE team SET name = 'a', name = 'b';
-- @case found refused 42701
CREATE TABLE twice (a int, a text);
-- @case found refused 42701
ALTER TABLE team ADD COLUMN a int, ADD COLUMN a int;
-- @case silent runs
ALTER TABLE team ADD COLUMN IF NOT EXISTS a int, ADD COLUMN IF NOT EXISTS a int;
-- @case silent runs
UPDATE fields SET tags[1] = 'a', tags[2] = 'b', place.x = 1, place.y = 2;
-- @case silent runs
INSERT INTO fields (tags[1], tags[2]) VALUES ('a', 'b');
-- @setup
CREATE TYPE point2 AS (x int, y int);
CREATE TABLE fields (tags text[], place point2);
INSERT INTO fields VALUES ('{}', NULL);
