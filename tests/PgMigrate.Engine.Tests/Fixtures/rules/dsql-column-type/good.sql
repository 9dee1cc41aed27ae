CREATE TABLE IF NOT EXISTS a (id bigint PRIMARY KEY, tags jsonb, source text, code varchar(5000));
