CREATE TABLE IF NOT EXISTS team (id bigint PRIMARY KEY);

-- @undo
DROP TABLE team;
