exports.up = (pgm) => {
  pgm.createOperatorFamily('int_family', 'btree');
  pgm.createOperatorFamily({ schema: 'app', name: 'gone' }, 'hash');
  pgm.dropOperatorFamily({ schema: 'app', name: 'gone' }, 'hash', { ifExists: true, cascade: true });
  pgm.renameOperatorFamily('int_family', 'btree', 'number_family');
  pgm.sql('CREATE OPERATOR CLASS near_ops FOR TYPE int4 USING btree FAMILY number_family AS OPERATOR 3 =, FUNCTION 1 btint4cmp(int4, int4)');
  pgm.renameOperatorClass('near_ops', 'btree', 'number_ops');
};
