exports.up = (pgm) => {
  pgm.createSequence('plain');
  pgm.createSequence('stepping', { type: 'int', increment: 5, minvalue: 1, maxvalue: 1000, start: 10, cache: 2, cycle: true });
  pgm.createSequence({ schema: 'app', name: 'counter' }, { minvalue: null, maxvalue: false, cycle: false, owner: null });
  pgm.alterSequence('stepping', { increment: 3, restart: 20 });
  pgm.alterSequence('plain', { restart: true, type: 'int' });
  pgm.renameSequence('plain', 'tickets');
};
