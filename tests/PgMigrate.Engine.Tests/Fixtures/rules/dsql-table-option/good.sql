CREATE TABLE IF NOT EXISTS a (id bigint PRIMARY KEY, name text NOT NULL DEFAULT '' CHECK (name <> 'x'), UNIQUE (name));
