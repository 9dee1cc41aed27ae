exports.up = (pgm) => {
  pgm.noTransaction();
  pgm.addTypeValue('mood', 'happy', { after: 'fine', ifNotExists: true });
  pgm.addTypeValue('mood', 'gloomy', { before: 'sad' });
};
exports.down = false;
