-- @case found refused 55P04
BEGIN;
ALTER TYPE mood ADD VALUE 'new';
INSERT INTO feels VALUES ('new');
COMMIT;
-- @case silent runs
BEGIN;
ALTER TYPE mood ADD VALUE 'new';
INSERT INTO feels VALUES ('sad');
-- @setup
CREATE TYPE mood AS ENUM ('sad');
CREATE TABLE feels (m mood);
