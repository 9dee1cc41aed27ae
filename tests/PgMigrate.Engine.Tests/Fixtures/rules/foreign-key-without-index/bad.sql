CREATE TABLE IF NOT EXISTS member (id bigint PRIMARY KEY, team_id bigint REFERENCES team (id));
