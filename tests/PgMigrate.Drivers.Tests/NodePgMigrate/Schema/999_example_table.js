exports.shorthands = undefined;
exports.up = (pgm) => { pgm.createTable('example', { id: 'id', at: 'timestamptz' }); };
exports.down = (pgm) => { pgm.dropTable('example'); };
