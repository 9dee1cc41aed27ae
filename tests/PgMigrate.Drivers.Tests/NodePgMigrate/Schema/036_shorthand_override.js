exports.shorthands = { id: { type: 'uuid', primaryKey: true }, price: { type: 'int' } };
exports.up = (pgm) => pgm.createTable('overridden', { id: 'id', p: 'price', m: 'money' });
