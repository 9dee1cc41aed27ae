CREATE OR REPLACE FUNCTION may_order(person bigint) RETURNS boolean
LANGUAGE sql SECURITY DEFINER
AS $$ SELECT EXISTS (SELECT 1 FROM setting WHERE name = 'orders') $$;
