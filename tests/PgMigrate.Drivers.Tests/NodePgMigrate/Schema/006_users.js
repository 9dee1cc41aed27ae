exports.shorthands = { money: { type: 'numeric(10,2)', notNull: true }, price: 'money' };
exports.up = async (pgm) => {
  await Promise.resolve();
  pgm.createTable('users', {
    id: 'id',
    email: { type: 'citext', notNull: true, unique: true },
    name: { type: 'string', default: "it's $pga$ & co" },
    mood: { type: 'mood', default: 'happy' },
    score: { type: 'double', default: 1.5, check: 'score >= 0' },
    balance: 'price',
    discount: { type: 'price', notNull: false, default: null },
    created: { type: 'datetime', notNull: true, default: pgm.func('current_timestamp') },
    flags: { type: 'int[]', default: [1, 2] },
    active: { type: 'bool', notNull: true, default: true, comment: 'Whether $pga$ they may log in' },
  }, { comment: "The users' table" });
};
