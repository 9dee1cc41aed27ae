DO $$
BEGIN
    IF NOT EXISTS (SELECT FROM pg_type WHERE typname = 'mood') THEN
        CREATE TYPE mood AS ENUM ('glad', 'sad');
    END IF;
END $$;
