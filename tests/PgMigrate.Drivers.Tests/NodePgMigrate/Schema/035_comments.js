exports.up = (pgm) => {
  pgm.sql('CREATE TABLE commented (id int) -- a comment at the end');
  pgm.sql('/* a comment alone */');
  pgm.sql(`
    -- two statements; one call
    COMMENT ON TABLE commented IS 'a;b';
    COMMENT ON COLUMN commented.id IS $$c;d$$
  `);
};
