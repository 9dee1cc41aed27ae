-- @case found notes 25001
BEGIN;
BEGIN;
COMMIT;
-- @case found notes 25P01
COMMIT;
-- @case found vanishes lost
BEGIN;
CREATE TABLE proof.lost (a int);
-- @case silent runs
BEGIN;
CREATE TABLE proof.kept (a int);
COMMIT;
