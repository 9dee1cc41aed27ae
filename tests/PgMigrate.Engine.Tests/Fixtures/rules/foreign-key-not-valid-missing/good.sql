ALTER TABLE orders ADD CONSTRAINT orders_team_fk FOREIGN KEY (team_id) REFERENCES team (id) NOT VALID;
ALTER TABLE orders ADD COLUMN IF NOT EXISTS owner_id bigint REFERENCES person (id);
