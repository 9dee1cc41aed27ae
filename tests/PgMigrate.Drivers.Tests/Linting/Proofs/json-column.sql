-- @case found refused 42883
CREATE TABLE j (a json);
SELECT DISTINCT a FROM j;
-- @case silent runs
CREATE TABLE j (a jsonb);
SELECT DISTINCT a FROM j;
