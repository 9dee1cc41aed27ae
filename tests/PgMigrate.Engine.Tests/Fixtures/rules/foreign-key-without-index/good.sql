CREATE TABLE IF NOT EXISTS member (id bigint PRIMARY KEY, team_id bigint REFERENCES team (id));
CREATE INDEX IF NOT EXISTS member_team ON member (team_id);
