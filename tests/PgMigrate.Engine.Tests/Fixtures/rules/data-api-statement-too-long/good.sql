INSERT INTO note (text) VALUES ('short');
