-- @transaction: none

DO $guard0$
BEGIN
    CREATE TYPE mood AS ENUM ('glad', 'sad', '$$');
EXCEPTION
    WHEN duplicate_object THEN NULL;
END
$guard0$;
CREATE TABLE IF NOT EXISTS person (id bigint PRIMARY KEY, mood mood);
