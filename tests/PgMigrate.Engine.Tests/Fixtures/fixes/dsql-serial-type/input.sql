CREATE TABLE IF NOT EXISTS team (id bigserial PRIMARY KEY, number serial NOT NULL);
