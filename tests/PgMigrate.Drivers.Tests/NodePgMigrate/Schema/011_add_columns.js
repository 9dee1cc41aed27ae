exports.shorthands = { stamp: { type: 'timestamptz', notNull: true } };
exports.up = (pgm) => {
  pgm.addColumns('users', { nick: 'string', born: { type: 'date', comment: 'Day of birth' } });
  pgm.addColumn('users', { nick: 'string', rank: { type: 'smallint', default: 0 } }, { ifNotExists: true });
  pgm.addColumns({ schema: 'app', name: 'orders' }, { copy_of: { type: 'bigint', references: { schema: 'app', name: 'orders' } }, seen: 'stamp' });
};
