CREATE TABLE IF NOT EXISTS messages (
    id SERIAL PRIMARY KEY,  -- number;
    body TEXT DEFAULT 'a;
);
b',
    status VARCHAR(20) CHECK (status IN ('new', 'done;'))
);

DO $$ BEGIN
    CREATE TYPE navigation_type AS ENUM ('link', 'page');
EXCEPTION
    WHEN duplicate_object THEN null;
END $$;
INSERT INTO settings (key, value) VALUES
('A', '1;'),
('B', NULL)
ON CONFLICT (key) DO NOTHING;