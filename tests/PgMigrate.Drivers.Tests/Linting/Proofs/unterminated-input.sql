-- @case found refused 42601
SELECT 'never closed;
-- @case found refused 42601
SELECT (1;
-- @case found refused 42601
SELECT $$ never closed;
-- @case found refused 42601
SELECT 1 /* never closed;
-- @case silent runs
SELECT 'closed';
