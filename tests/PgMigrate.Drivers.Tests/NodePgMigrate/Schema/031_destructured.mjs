import { readFileSync } from 'node:fs';
export const up = ({ createTable, func, sql }) => {
  createTable('destructured', { id: { type: 'uuid', primaryKey: true, default: func('gen_random_uuid()') }, data: { type: 'jsonb', default: '{}' } });
  sql(`COMMENT ON TABLE destructured IS 'from a file of ${readFileSync(new URL(import.meta.url), 'utf8').length > 0}'`);
};
