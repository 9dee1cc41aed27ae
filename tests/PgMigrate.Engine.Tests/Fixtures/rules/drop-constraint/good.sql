ALTER TABLE orders ADD CONSTRAINT team_there CHECK (team_id > 0) NOT VALID;
