CREATE TABLE team (id bigint PRIMARY KEY, name text);
CREATE TABLE orders (
    id bigint PRIMARY KEY, team_id bigint, note varchar(20), amount numeric(10, 2), quantity int, created timestamp, state text DEFAULT 'new', token uuid,
    seen boolean NOT NULL DEFAULT false, CONSTRAINT quantity_positive CHECK (quantity > 0), CONSTRAINT orders_team_fk FOREIGN KEY (team_id) REFERENCES team (id));
CREATE INDEX orders_note ON orders (note);
CREATE UNIQUE INDEX orders_token ON orders (token);
CREATE TABLE empty_one (id bigint);
INSERT INTO team SELECT n, 'team ' || n FROM generate_series(1, 5) AS n;
INSERT INTO orders SELECT n, n % 5 + 1, 'n' || n, n, n, now(), 'new', gen_random_uuid() FROM generate_series(1, 200) AS n;
