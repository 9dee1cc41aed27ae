exports.up = (pgm) => pgm.createTable('after_override', { id: 'id', p: { type: 'price', unique: true }, s: 'stamp' });
