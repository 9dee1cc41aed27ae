exports.up = (pgm) => {
  pgm.grantRoles('ROLE_reader', ['ROLE_admin'], { withAdminOption: true });
  pgm.grantOnSchemas({ privileges: ['USAGE', 'CREATE'], schemas: ['app', 'reporting'], roles: ['ROLE_reader', 'ROLE_writer'] });
  pgm.grantOnTables({ privileges: 'ALL', tables: 'users', roles: 'ROLE_writer', withGrantOption: true });
  pgm.grantOnTables({ privileges: ['SELECT', 'INSERT'], tables: ['memberships', { schema: 'app', name: 'orders' }], roles: ['ROLE_reader', 'PUBLIC'] });
  pgm.grantOnTables({ privileges: 'SELECT', tables: 'ALL', schema: 'reporting', roles: 'ROLE_reader' });
  pgm.revokeOnSchemas({ privileges: 'CREATE', schemas: 'app', roles: 'ROLE_reader', cascade: true });
  pgm.revokeOnTables({ privileges: ['DELETE'], tables: 'users', roles: 'ROLE_writer', onlyGrantOption: true });
  pgm.revokeRoles('ROLE_reader', 'ROLE_admin', { onlyAdminOption: true, cascade: true });
};
