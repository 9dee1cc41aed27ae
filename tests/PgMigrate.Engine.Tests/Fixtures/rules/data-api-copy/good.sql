INSERT INTO note (text) VALUES ('hello');
