exports.up = (pgm) => {
  pgm.createFunction('near', ['int4', 'int4'], { returns: 'bool', language: 'sql', behavior: 'IMMUTABLE' }, 'SELECT abs($1 - $2) < 2');
  pgm.createOperator('=~=', { procedure: 'near', left: 'int4', right: 'int4', commutator: '=~=', restrict: 'eqsel', join: 'eqjoinsel', hashes: true, merges: true });
  pgm.createOperator({ schema: 'app', name: '<~>' }, { procedure: { name: 'near' }, left: 'int4', right: 'int4' });
  pgm.dropOperator({ schema: 'app', name: '<~>' }, { left: 'int4', right: 'int4', ifExists: true });
};
