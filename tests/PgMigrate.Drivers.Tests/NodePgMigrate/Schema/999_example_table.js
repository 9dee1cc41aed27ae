exports.shorthands = undefined;
exports.up = (pgm) => { pgm.createTable('example', { id: 'id', at: 'stamp' }); };
exports.down = (pgm) => { pgm.dropTable('example'); };
