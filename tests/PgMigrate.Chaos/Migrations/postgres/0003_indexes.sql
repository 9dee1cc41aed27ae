INSERT INTO counted VALUES ('0003/1');
CREATE INDEX CONCURRENTLY item_grp ON item (grp);
UPDATE item SET note = note || '3';
INSERT INTO counted VALUES ('0003/4');
CREATE INDEX CONCURRENTLY item_note ON item (note);
DROP INDEX CONCURRENTLY item_grp;
INSERT INTO counted VALUES ('0003/7');
