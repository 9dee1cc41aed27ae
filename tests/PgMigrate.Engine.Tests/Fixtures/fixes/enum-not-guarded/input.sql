-- @transaction: none

CREATE TYPE mood AS ENUM ('glad', 'sad', '$$');
CREATE TABLE IF NOT EXISTS person (id bigint PRIMARY KEY, mood mood);
