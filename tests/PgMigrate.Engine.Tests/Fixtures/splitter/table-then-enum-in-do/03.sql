INSERT INTO settings (key, value) VALUES
('A', '1;'),
('B', NULL)
ON CONFLICT (key) DO NOTHING