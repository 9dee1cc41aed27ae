-- @case found refused 42P17
CREATE INDEX i ON team (id) WHERE now() > '2020-01-01';
-- @case found refused 42P17
CREATE INDEX i ON team (concat(name, 'x'));
-- @case found refused 42P17
CREATE INDEX i ON team ((current_date));
-- @case found refused 42P17
CREATE UNIQUE INDEX i ON team (to_char(id, '999'));
-- @case silent runs
CREATE INDEX i ON team (lower(name), (name || 'now()')) WHERE name <> 'random()';
-- @case silent runs
CREATE INDEX i ON stamped (now, random, format);
-- @setup
CREATE TABLE stamped (now int, random int, format int);
