exports.up = (pgm) => {
  pgm.alterColumn('users', 'nick', { type: 'varchar(40)', using: 'left(nick, 40)', default: 'nobody', notNull: true });
  pgm.alterColumn('users', 'rank', { type: 'bigint', allowNull: true, comment: 'Rank' });
  pgm.alterColumn('users', 'name', { default: null, collation: '"C"', type: 'text' });
  pgm.alterColumn('users', 'born', { comment: null });
  pgm.alterColumn('same_number', 'at', { default: pgm.func('now()') });
  pgm.addColumns('same_number', { n: { type: 'int', notNull: true } });
  pgm.alterColumn('same_number', 'n', { sequenceGenerated: { precedence: 'BY DEFAULT' } });
  pgm.alterColumn({ schema: 'app', name: 'orders' }, 'gross', { expressionGenerated: null });
};
