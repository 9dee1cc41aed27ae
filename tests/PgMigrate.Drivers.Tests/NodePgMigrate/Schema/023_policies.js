exports.up = (pgm) => {
  pgm.alterTable('users', { levelSecurity: 'ENABLE' });
  pgm.alterTable('memberships', { levelSecurity: 'FORCE' });
  pgm.createPolicy('users', 'own_rows', { command: 'SELECT', role: ['ROLE_reader', 'CURRENT_USER'], using: 'id = 1' });
  pgm.createPolicy('users', 'write_rows', { command: 'INSERT', check: 'rank < 5' });
  pgm.createPolicy('memberships', 'all_rows');
  pgm.alterPolicy('users', 'own_rows', { role: 'ROLE_writer', using: 'id > 1' });
  pgm.renamePolicy('users', 'write_rows', 'may_write');
  pgm.createPolicy('users', 'gone');
  pgm.dropPolicy('users', 'gone', { ifExists: true });
};
