exports.up = (pgm) => {
  pgm.createTable('Weird Name', { 'select': 'int', 'with space': { type: 'int', unique: true }, 'ünïcode': 'string', camelCase: 'bool' });
  pgm.createIndex('Weird Name', ['camelCase', 'ünïcode']);
};
