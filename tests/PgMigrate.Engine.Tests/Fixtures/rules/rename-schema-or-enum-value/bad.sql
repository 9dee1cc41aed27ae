ALTER SCHEMA billing RENAME TO invoicing;
ALTER TYPE mood RENAME VALUE 'glad' TO 'happy';
