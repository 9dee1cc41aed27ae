-- @transaction: none
BEGIN;
UPDATE item SET note = note || '4' WHERE id <= 100;
INSERT INTO counted VALUES ('0004/2');
COMMIT;
BEGIN;
UPDATE item SET note = note || '4' WHERE id BETWEEN 101 AND 200;
INSERT INTO counted VALUES ('0004/4');
COMMIT;
UPDATE item SET note = note || '4' WHERE id > 200;
INSERT INTO counted VALUES ('0004/6');
CALL count_it('0004/7');
VACUUM item;
INSERT INTO counted VALUES ('0004/9');
