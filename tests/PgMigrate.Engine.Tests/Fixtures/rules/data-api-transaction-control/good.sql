CREATE TABLE IF NOT EXISTS team (id bigint PRIMARY KEY);

-- BEGIN and COMMIT inside bodies and literals are no statements.
CREATE OR REPLACE FUNCTION touch() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    NEW.note := 'COMMIT;';
    RETURN NEW;
END $$;
