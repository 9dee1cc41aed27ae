INSERT INTO counted (step) VALUES ('0003/1');
CREATE INDEX ASYNC item_grp ON item (grp);
UPDATE item SET note = note || '3';
ALTER TABLE item ADD COLUMN extra text;
CREATE INDEX ASYNC item_note ON item (note);
INSERT INTO counted (step) VALUES ('0003/6');
DROP INDEX item_grp;
