exports.up = (pgm) => {
  pgm.createTable('base', { id: { type: 'int', default: 5, notNull: true }, text: 'string' }, { constraints: { check: 'id > 0' } });
  pgm.createTable('child', { extra: 'string' }, { inherits: 'base' });
  pgm.createTable('copy', { extra: 'string' }, { like: { table: 'base', options: { including: ['DEFAULTS', 'CONSTRAINTS'], excluding: 'COMMENTS' } } });
  pgm.createTable('copy_all', {}, { like: 'users' });
  pgm.createTable('fast', { id: 'int' }, { unlogged: true });
  pgm.createTable('for_now', { id: 'int' }, { temporary: true });
  pgm.createTable('base', { id: 'int' }, { ifNotExists: true });
};
