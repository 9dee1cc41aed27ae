-- Adds teams.

CREATE TABLE IF NOT EXISTS team (id bigint PRIMARY KEY);
INSERT INTO team (id) VALUES (1);
