-- @transaction: none
CREATE TYPE mood AS ENUM ('glad', 'sad');
CREATE INDEX CONCURRENTLY IF NOT EXISTS i ON t (a);
