exports.up = (pgm) => {
  pgm.noTransaction();
  pgm.createIndex('users', 'created', { concurrently: true, name: 'users_created' });
  pgm.createIndex('users', 'active', { concurrently: true });
  pgm.dropIndex('users', 'active', { concurrently: true });
};
