BEGIN;
ALTER TYPE mood ADD VALUE IF NOT EXISTS 'calm' AFTER 'glad';
UPDATE person SET mood = 'calm' WHERE mood IS NULL;
COMMIT;
