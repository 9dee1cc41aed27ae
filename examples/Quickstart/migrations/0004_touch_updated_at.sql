-- A function with a body in dollar quotes; the semicolons in it end no statement.

CREATE OR REPLACE FUNCTION touch_updated_at() RETURNS trigger
LANGUAGE plpgsql
AS $$
BEGIN
    NEW.updated_at := now();
    RETURN NEW;
END;
$$;

-- @undo
DROP FUNCTION IF EXISTS touch_updated_at();
