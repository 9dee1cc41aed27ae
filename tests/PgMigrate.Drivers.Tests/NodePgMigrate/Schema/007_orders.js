exports.up = (pgm, run) => {
  pgm.createTable({ schema: 'app', name: 'orders' }, {
    id: { type: 'bigint', sequenceGenerated: { precedence: 'ALWAYS', start: 100, increment: 2 } },
    user_id: { type: 'int', notNull: true, references: 'users', onDelete: 'CASCADE', onUpdate: 'RESTRICT' },
    other_id: { type: 'int', references: 'users(id)', referencesConstraintName: 'orders_other', referencesConstraintComment: 'Another user', deferrable: true, deferred: true },
    net: { type: 'int', notNull: true },
    gross: { type: 'int', expressionGenerated: 'net * 2' },
    state: { type: 'app.state', notNull: true, default: 'new' },
  }, { constraints: { primaryKey: 'id', check: ['net > 0', 'net < 1000000'] } });
  setTimeout(run, 5);
};
