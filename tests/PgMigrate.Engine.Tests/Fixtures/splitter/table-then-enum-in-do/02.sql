DO $$ BEGIN
    CREATE TYPE navigation_type AS ENUM ('link', 'page');
EXCEPTION
    WHEN duplicate_object THEN null;
END $$