exports.up = (pgm) => {
  pgm.createTable('before', { id: 'id' });
  pgm.renameTable('before', 'after');
  pgm.createTable({ schema: 'app', name: 'inner_before' }, { id: 'int' });
  pgm.renameTable({ schema: 'app', name: 'inner_before' }, 'inner_after');
};
