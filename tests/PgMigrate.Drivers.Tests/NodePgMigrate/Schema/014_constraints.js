exports.up = (pgm) => {
  pgm.addConstraint('users', 'users_rank', { check: 'rank < 100', comment: "Rank's end" });
  pgm.addConstraint('users', null, { unique: ['handle', 'born'] });
  pgm.addConstraint('users', 'raw', 'CHECK (length(handle) > 1) NOT VALID');
  pgm.addConstraint('copy', null, { primaryKey: ['id'], foreignKeys: { columns: 'id', references: 'users', onDelete: 'SET DEFAULT' } });
  pgm.createConstraint('child', 'child_fk', { foreignKeys: { columns: 'id', references: 'users(id)', referencesConstraintComment: 'To users' } });
  pgm.addConstraint('fast', 'fast_unique', { unique: 'id', deferrable: true });
  pgm.addConstraint('fast', 'fast_gone', { check: 'id > 0' });
  pgm.dropConstraint('fast', 'fast_gone', { ifExists: true, cascade: true });
  pgm.renameConstraint('users', 'raw', 'users_handle_length');
};
