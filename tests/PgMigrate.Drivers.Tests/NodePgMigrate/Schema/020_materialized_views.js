exports.up = (pgm) => {
  pgm.createMaterializedView('totals', { columns: ['user_id', 'total'], storageParameters: { fillfactor: 70 }, data: true }, 'SELECT user_id, sum(net) FROM app.orders GROUP BY user_id');
  pgm.createIndex('totals', 'user_id', { unique: true, name: 'totals_key' });
  pgm.alterMaterializedView('totals', { cluster: 'totals_key' });
  pgm.alterMaterializedView('totals', { storageParameters: { fillfactor: 80, autovacuum_enabled: false } });
  pgm.alterMaterializedView('totals', { storageParameters: { fillfactor: null } });
  pgm.renameMaterializedViewColumn('totals', 'total', 'sum');
  pgm.refreshMaterializedView('totals', { concurrently: true });
  pgm.createMaterializedView('lazy', { ifNotExists: true, data: false }, 'SELECT 1 AS one');
  pgm.createMaterializedView('gone', {}, 'SELECT 1 AS one');
  pgm.dropMaterializedView('gone');
  pgm.renameMaterializedView('lazy', 'later');
};
