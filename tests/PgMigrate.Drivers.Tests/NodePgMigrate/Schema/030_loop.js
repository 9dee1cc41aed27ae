exports.up = (pgm) => {
  for (const table of ['alpha', 'beta', 'gamma']) {
    pgm.createTable(table, { id: 'id', [`${table}_name`]: { type: 'string', notNull: true } });
    pgm.createIndex(table, `${table}_name`);
  }
};
