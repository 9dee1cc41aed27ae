// The tool loads all files at once, and whichever is in first defines for the others: each says itself what it uses.
exports.shorthands = { key: { type: 'uuid', primaryKey: true }, sum: { type: 'int' }, stamp: { type: 'timestamptz', notNull: true } };
exports.up = (pgm) => pgm.createTable('overridden', { id: 'key', p: 'sum', m: { type: 'stamp', notNull: false } });
