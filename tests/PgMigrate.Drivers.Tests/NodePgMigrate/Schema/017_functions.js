exports.up = (pgm) => {
  pgm.createFunction('add', ['int', 'int'], { returns: 'int', language: 'sql', behavior: 'IMMUTABLE', parallel: 'SAFE', onNull: true }, 'SELECT $1 + $2');
  pgm.createFunction({ schema: 'app', name: 'greet' }, [{ name: 'who', type: 'string', default: 'you' }, { mode: 'OUT', name: 'text', type: 'string' }], {
    returns: 'text', language: 'plpgsql', security: 'DEFINER', set: [{ configurationParameter: 'search_path', value: 'app, public' }],
  }, "BEGIN text := 'Hello ' || who || $pga$!$pga$; END");
  pgm.createFunction('add', ['int', 'int'], { returns: 'int', language: 'sql', replace: true, behavior: 'STABLE' }, 'SELECT $1 - -$2');
  pgm.createFunction('many', [{ mode: 'VARIADIC', name: 'all_of', type: 'int[]' }], { returns: 'bigint', language: 'sql' }, 'SELECT count(*) FROM unnest(all_of)');
  pgm.createFunction('gone', [], { language: 'sql' }, 'SELECT 1; SELECT 2;');
  pgm.dropFunction('gone', [], { ifExists: true, cascade: true });
  pgm.renameFunction('many', ['int[]'], 'how_many');
};
