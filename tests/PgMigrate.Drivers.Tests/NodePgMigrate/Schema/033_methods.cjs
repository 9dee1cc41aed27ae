class Table {
  constructor(name) { this.name = name; }

  create(pgm) { pgm.createTable(this.name, { id: 'id' }); }
}
module.exports = {
  up(pgm) { new Table('from_class').create(pgm); },
  down(pgm) { pgm.dropTable('from_class'); },
};
