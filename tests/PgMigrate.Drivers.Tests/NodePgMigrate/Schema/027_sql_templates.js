exports.up = (pgm) => {
  pgm.sql('CREATE TABLE {table} (id int DEFAULT {number}, note text DEFAULT {note}, {table} boolean DEFAULT {truth})', { table: 'odd name', number: 5, note: pgm.func("'it''s'"), truth: false });
  pgm.sql('CREATE TABLE {table} ()', { table: { schema: 'app', name: 'From Template' } });
  pgm.sql('COMMENT ON TABLE users IS NULL; COMMENT ON TABLE base IS \'{"not": "a {template}"}\';\n');
  pgm.sql('CREATE FUNCTION two() RETURNS int LANGUAGE plpgsql AS $$ BEGIN RETURN 2; END; $$');
  pgm.sql('INSERT INTO "odd name" (id, note) VALUES (1, {none}), (2, DEFAULT)', { none: null });
};
