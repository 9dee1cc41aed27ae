const { PgLiteral } = require('node-pg-migrate');
exports.up = (pgm) => {
  pgm.createTable('literals', {
    a: { type: 'text', default: new PgLiteral("'x' || 'y'") },
    b: { type: 'text', default: PgLiteral.create('current_user') },
    c: { type: 'text[]', default: ['a', "b'c"] },
    d: { type: 'int[]', default: [[1, 2], [3, 4]] },
    e: { type: 'text', default: '' },
    f: { type: 'text', default: '$pga$ $pgb$' },
    g: { type: 'int', default: 0 },
  });
};
