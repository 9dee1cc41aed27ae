exports.shorthands = { money: { type: 'numeric(10,2)', notNull: true }, price: 'money' };
exports.up = (pgm) => {
  pgm.createExtension(['btree_gist', 'citext'], { ifNotExists: true });
  pgm.createSchema('app', { ifNotExists: true });
  pgm.createSchema('old_name');
  pgm.renameSchema('old_name', 'reporting');
};
