-- A column cannot come with a default: add, set, fill.
ALTER TABLE customers ADD COLUMN phone text;
ALTER TABLE customers ALTER COLUMN phone SET DEFAULT '';
UPDATE customers SET phone = '' WHERE phone IS NULL;
