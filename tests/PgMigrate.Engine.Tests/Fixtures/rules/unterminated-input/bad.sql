INSERT INTO note (text) VALUES ('it is not closed);
