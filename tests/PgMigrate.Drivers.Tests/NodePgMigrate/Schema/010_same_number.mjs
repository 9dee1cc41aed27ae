export const shorthands = { stamp: { type: 'timestamptz', notNull: true } };
export async function up(pgm) {
  pgm.createTable('same_number', { id: 'id', at: 'stamp' });
}
