CREATE TABLE IF NOT EXISTS messages (
    id SERIAL PRIMARY KEY,  -- number;
    body TEXT DEFAULT 'a;
);
b',
    status VARCHAR(20) CHECK (status IN ('new', 'done;'))
)