-- @case found lock ShareLock on uses_it; scans uses_it
ALTER DOMAIN posint ADD CONSTRAINT c CHECK (VALUE > 0);
-- @case found lock ShareLock on uses_it; scans uses_it
ALTER DOMAIN posint SET NOT NULL;
-- @case silent lock none on uses_it; skips uses_it
ALTER DOMAIN posint ADD CONSTRAINT c CHECK (VALUE > 0) NOT VALID;
-- @case found runs
CREATE DOMAIN other AS int CHECK (VALUE > 0);
-- @case silent skips uses_it
ALTER TABLE uses_it ADD CONSTRAINT c CHECK (v > 0) NOT VALID;
-- @setup
CREATE DOMAIN posint AS int;
CREATE TABLE uses_it (v posint);
INSERT INTO uses_it VALUES (1), (2);
