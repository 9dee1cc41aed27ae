-- Aurora DSQL runs functions in SQL alone, and has no triggers: programs call this one.

CREATE OR REPLACE FUNCTION touched_at() RETURNS timestamptz
LANGUAGE sql
AS $$ SELECT now() $$;

-- @undo
DROP FUNCTION IF EXISTS touched_at();
