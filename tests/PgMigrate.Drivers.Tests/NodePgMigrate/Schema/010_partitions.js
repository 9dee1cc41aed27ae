exports.up = (pgm) => {
  pgm.createTable('events', { at: { type: 'timestamptz', notNull: true }, kind: 'string' }, { partition: { strategy: 'RANGE', columns: 'at' } });
  pgm.createTable('kinds', { kind: 'string', id: 'int' }, { partition: { strategy: 'LIST', columns: [{ name: 'kind', collate: '"C"', opclass: 'text_ops' }] } });
  pgm.createTable('hashed', { id: 'int', other: 'int' }, { partition: { strategy: 'HASH', columns: ['id', 'other'] } });
  pgm.sql("CREATE TABLE events_2024 PARTITION OF events FOR VALUES FROM ('2024-01-01') TO ('2025-01-01')");
};
