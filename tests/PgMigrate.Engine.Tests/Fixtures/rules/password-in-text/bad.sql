ALTER ROLE app PASSWORD 'swordfish';
