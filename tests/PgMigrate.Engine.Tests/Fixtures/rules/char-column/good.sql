CREATE TABLE IF NOT EXISTS team (id bigint, code text CHECK (length(code) = 5));
