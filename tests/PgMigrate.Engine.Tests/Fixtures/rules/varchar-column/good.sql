CREATE TABLE IF NOT EXISTS team (id bigint, name text CHECK (length(name) <= 50));
