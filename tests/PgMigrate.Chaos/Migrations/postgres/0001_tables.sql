CREATE TABLE item (id int PRIMARY KEY, grp int NOT NULL, note text NOT NULL);
CREATE TYPE mood AS ENUM ('low', 'high');
CREATE PROCEDURE count_it(step text) LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO counted VALUES (step);
    COMMIT;
    PERFORM pg_sleep(0.02);
END
$$;
INSERT INTO counted VALUES ('0001/4');
