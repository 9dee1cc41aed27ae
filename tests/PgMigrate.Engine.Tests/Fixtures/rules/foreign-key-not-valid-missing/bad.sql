ALTER TABLE orders ADD CONSTRAINT orders_team_fk FOREIGN KEY (team_id) REFERENCES team (id);
