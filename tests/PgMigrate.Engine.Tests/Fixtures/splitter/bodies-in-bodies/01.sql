CREATE FUNCTION outer_f() RETURNS void LANGUAGE plpgsql AS $outer$
BEGIN
  EXECUTE $inner$ CREATE FUNCTION g() RETURNS int AS $$ SELECT 1; $$ LANGUAGE sql; $inner$;
END;
$outer$