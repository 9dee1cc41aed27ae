-- @case found refused 42710
CREATE TYPE mood AS ENUM ('sad');
VACUUM orders;
-- @setup
CREATE TYPE mood AS ENUM ('sad');
