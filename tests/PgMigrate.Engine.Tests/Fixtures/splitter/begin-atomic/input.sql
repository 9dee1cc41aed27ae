CREATE FUNCTION f(a int) RETURNS int LANGUAGE sql
BEGIN ATOMIC
  SELECT CASE WHEN a > 1 THEN CASE a WHEN 2 THEN 1 END ELSE 0 END;
  SELECT 2;
END;
create or replace procedure p() begin /* x */ atomic insert into t values (1); insert into t values (2); end;
SELECT 3;