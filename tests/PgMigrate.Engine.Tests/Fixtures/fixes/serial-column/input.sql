CREATE TABLE IF NOT EXISTS team (id serial PRIMARY KEY, big bigserial NOT NULL, small smallserial);
