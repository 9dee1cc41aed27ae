-- @case found refused 25001
BEGIN;
CREATE INDEX CONCURRENTLY i ON orders (team_id);
COMMIT;
-- @case found refused 25001
BEGIN;
DROP INDEX CONCURRENTLY orders_note;
COMMIT;
-- @case found refused 25001
BEGIN;
REINDEX TABLE CONCURRENTLY orders;
COMMIT;
-- @case found refused 25001
BEGIN;
VACUUM orders;
COMMIT;
-- @case found refused 25001
BEGIN;
ALTER SYSTEM SET work_mem = '4MB';
COMMIT;
-- @case found refused 25001
BEGIN;
CREATE DATABASE never;
COMMIT;
-- @case found refused 25001
BEGIN;
CLUSTER;
COMMIT;
-- @case found refused 25001
BEGIN;
REINDEX SCHEMA proof;
COMMIT;
-- @case silent runs
BEGIN;
CREATE INDEX i ON orders (team_id);
REINDEX TABLE orders;
