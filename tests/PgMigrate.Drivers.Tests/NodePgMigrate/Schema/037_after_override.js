exports.shorthands = { sum: { type: 'int' }, total: 'sum' };
exports.up = (pgm) => pgm.createTable('after_override', { id: 'id', p: { type: 'total', unique: true }, s: 'sum' });
