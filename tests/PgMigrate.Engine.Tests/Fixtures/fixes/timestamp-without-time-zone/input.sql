CREATE TABLE IF NOT EXISTS visit (id bigint PRIMARY KEY, came timestamp(3) NOT NULL DEFAULT now(), went TIMESTAMP WITHOUT TIME ZONE, days timestamp[]);
