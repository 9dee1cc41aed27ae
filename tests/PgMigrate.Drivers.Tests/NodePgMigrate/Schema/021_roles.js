exports.up = (pgm) => {
  pgm.createRole('ROLE_reader');
  pgm.createRole('ROLE_writer', { login: true, createdb: true, limit: 5, password: 'pass', valid: '2040-01-01', inRole: 'ROLE_reader' });
  pgm.createRole('ROLE_admin', { inherit: false, bypassrls: true, role: ['ROLE_writer'] });
  pgm.alterRole('ROLE_writer', { createdb: false, password: 'other' });
  pgm.createRole('ROLE_gone');
  pgm.renameRole('ROLE_gone', 'ROLE_going');
  pgm.dropRole('ROLE_going', { ifExists: true });
};
