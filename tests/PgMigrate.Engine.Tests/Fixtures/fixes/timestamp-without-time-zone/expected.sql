CREATE TABLE IF NOT EXISTS visit (id bigint PRIMARY KEY, came timestamptz(3) NOT NULL DEFAULT now(), went timestamptz, days timestamptz[]);
