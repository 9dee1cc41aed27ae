CREATE TABLE IF NOT EXISTS todo (id bigint PRIMARY KEY, what text);
INSERT INTO todo (id, what) VALUES (1, 'DO $$ nothing $$') ON CONFLICT DO NOTHING;
