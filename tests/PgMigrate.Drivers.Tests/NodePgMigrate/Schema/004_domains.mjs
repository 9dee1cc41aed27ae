export const up = (pgm) => {
  pgm.createDomain('positive', 'int', { check: 'VALUE > 0', constraintName: 'is_positive' });
  pgm.createDomain({ schema: 'app', name: 'label' }, 'string', { default: 'none', collation: '"C"' });
  pgm.createDomain('code', 'varchar(10)', { notNull: true });
  pgm.alterDomain('code', { notNull: false, default: 'x' });
  pgm.alterDomain('positive', { default: 1 });
  pgm.renameDomain('code', 'short_code');
};
