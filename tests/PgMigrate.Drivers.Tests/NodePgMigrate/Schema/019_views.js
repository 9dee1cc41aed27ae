exports.up = (pgm) => {
  pgm.createView('active_users', {}, 'SELECT id, handle FROM users WHERE active');
  pgm.createView({ schema: 'reporting', name: 'limited' }, { columns: ['a', 'b'], options: { security_barrier: true }, checkOption: 'LOCAL' }, 'SELECT id, handle FROM users WHERE rank > 3');
  pgm.createView('numbers', { recursive: true, columns: 'n' }, 'VALUES (1) UNION ALL SELECT n + 1 FROM numbers WHERE n < 5');
  pgm.createView('active_users', { replace: true }, 'SELECT id, handle, rank FROM users WHERE active');
  pgm.alterView('active_users', { options: { security_barrier: true } });
  pgm.alterView({ schema: 'reporting', name: 'limited' }, { checkOption: null });
  pgm.alterViewColumn('active_users', 'handle', { default: 'new' });
  pgm.createView('gone', {}, 'SELECT 1 AS a');
  pgm.dropView('gone', { ifExists: true, cascade: true });
  pgm.renameView('numbers', 'one_to_five');
};
