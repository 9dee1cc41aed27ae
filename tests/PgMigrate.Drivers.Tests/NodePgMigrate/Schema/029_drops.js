exports.up = (pgm) => {
  pgm.createTable('gone', { id: 'id' });
  pgm.dropTable('gone');
  pgm.dropTable('never_was', { ifExists: true, cascade: true });
  pgm.createSequence('gone');
  pgm.dropSequence('gone', { ifExists: true, cascade: true });
  pgm.createType('gone', ['a']);
  pgm.dropType('gone', { ifExists: true, cascade: true });
  pgm.createDomain('gone', 'int');
  pgm.dropDomain('gone', { ifExists: true, cascade: true });
  pgm.createSchema('gone');
  pgm.dropSchema('gone', { ifExists: true, cascade: true });
  pgm.dropExtension('hstore', { ifExists: true, cascade: true });
};
exports.down = false;
