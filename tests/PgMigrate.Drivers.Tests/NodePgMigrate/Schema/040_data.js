exports.up = (pgm) => {
  pgm.sql("INSERT INTO users (email, balance, handle) VALUES ('a@example.com', 5, 'aa'), ('b@example.com', 6, 'bb')");
  pgm.sql('UPDATE users SET rank = {rank} WHERE handle = {handle}', { rank: 7, handle: pgm.func("'aa'") });
  pgm.refreshMaterializedView('totals');
};
