exports.up = (pgm) => Promise.all(['one', 'two'].map(async (name, at) => {
  await new Promise((done) => setTimeout(done, 20 * (at + 1)));
  pgm.createTable(`promised_${name}`, { id: 'id' });
}));
