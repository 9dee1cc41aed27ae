exports.up = (pgm) => {
  pgm.createTable('memberships', { user_id: { type: 'int', primaryKey: true, references: { name: 'users' } }, group_id: { type: 'int', primaryKey: true } });
  pgm.createTable('bookings', { a: 'int', b: 'int', c: 'int', room: 'int', span: 'int4range' }, {
    constraints: {
      unique: [['a', 'b'], 'c'],
      exclude: 'USING gist (room WITH =, span WITH &&)',
      foreignKeys: [{ columns: ['a', 'b'], references: 'memberships(user_id, group_id)', match: 'FULL', onDelete: 'SET NULL', referencesConstraintComment: 'A member' }],
      deferrable: true,
      deferred: true,
    },
  });
};
