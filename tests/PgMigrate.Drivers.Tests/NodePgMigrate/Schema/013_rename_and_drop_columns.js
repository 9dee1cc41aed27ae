exports.up = (pgm) => {
  pgm.renameColumn('users', 'nick', 'handle');
  pgm.addColumns('users', { a: 'int', b: 'int', c: 'int', d: 'int' });
  pgm.dropColumns('users', 'a');
  pgm.dropColumns('users', ['b', 'nothing'], { ifExists: true, cascade: true });
  pgm.dropColumn('users', { c: {}, d: {} });
};
