exports.up = (pgm) => {
  pgm.createIndex('users', 'rank');
  pgm.createIndex('users', ['handle', 'born'], { unique: true, where: 'rank > 5' });
  pgm.createIndex('users', [{ name: 'handle', opclass: 'varchar_pattern_ops', sort: 'DESC' }, 'rank'], { name: 'by_pattern' });
  pgm.createIndex('users', 'lower(handle)', { name: 'by_lower' });
  pgm.addIndex({ schema: 'app', name: 'orders' }, 'user_id', { include: ['net', 'state'], ifNotExists: true });
  pgm.createIndex('users', 'flags', { method: 'gin' });
  pgm.createIndex('bookings', 'span', { method: 'gist', name: 'gone' });
  pgm.dropIndex('bookings', 'span', { name: 'gone' });
  pgm.createIndex('bookings', 'room', { method: 'hash' });
  pgm.createIndex('bookings', ['a', 'c']);
  pgm.dropIndex('bookings', ['a', 'c'], { ifExists: true, cascade: true });
};
