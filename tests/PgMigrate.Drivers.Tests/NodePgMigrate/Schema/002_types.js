exports.up = (pgm) => {
  pgm.createType('mood', ['sad', 'ok', "it's"]);
  pgm.createType('address', { street: 'string', number: { type: 'int' }, zip: 'string' });
  pgm.createType({ schema: 'app', name: 'state' }, ['new', 'done']);
  pgm.addTypeAttribute('address', 'city', 'string');
  pgm.dropTypeAttribute('address', 'zip');
  pgm.setTypeAttribute('address', 'number', 'bigint');
  pgm.renameTypeAttribute('address', 'number', 'house');
  pgm.renameTypeValue('mood', 'ok', 'fine');
  pgm.renameType('address', 'postal_address');
};
