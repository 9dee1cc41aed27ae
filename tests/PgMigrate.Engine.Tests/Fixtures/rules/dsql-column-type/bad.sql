CREATE TABLE IF NOT EXISTS a (id bigint PRIMARY KEY, tags text[], source inet, code char(5000));
