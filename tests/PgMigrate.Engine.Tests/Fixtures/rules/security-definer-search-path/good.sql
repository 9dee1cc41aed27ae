CREATE OR REPLACE FUNCTION may_order(person bigint) RETURNS boolean
LANGUAGE sql SECURITY DEFINER SET search_path = public, pg_temp
AS $$ SELECT EXISTS (SELECT 1 FROM setting WHERE name = 'orders') $$;
