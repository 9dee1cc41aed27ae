INSERT INTO note (text) VALUES ('it''s closed');
