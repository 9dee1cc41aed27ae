-- Touch.
CREATE OR REPLACE FUNCTION touch() RETURNS trigger AS '
BEGIN
    INSERT INTO log (what) VALUES (
        ''touched; twice''
    );
    RETURN NEW;
END;
' LANGUAGE plpgsql;

CREATE TRIGGER t BEFORE UPDATE ON a FOR EACH ROW EXECUTE FUNCTION touch();
