CREATE TABLE IF NOT EXISTS event (at timestamptz, what text);
