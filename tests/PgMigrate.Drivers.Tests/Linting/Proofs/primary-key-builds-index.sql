-- @case found lock AccessExclusiveLock on plain; scans plain
ALTER TABLE plain ADD PRIMARY KEY (id);
-- @case found lock AccessExclusiveLock on plain; scans plain
ALTER TABLE plain ADD COLUMN n bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY;
-- @case silent skips plain
CREATE UNIQUE INDEX plain_id ON plain (id);
ALTER TABLE plain ALTER COLUMN id SET NOT NULL;
ALTER TABLE plain ADD CONSTRAINT p PRIMARY KEY USING INDEX plain_id;
-- @setup
CREATE TABLE plain AS SELECT id FROM orders;
