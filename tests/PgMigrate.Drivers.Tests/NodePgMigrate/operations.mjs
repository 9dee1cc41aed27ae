// Writes what a builder makes of each line of Operations.txt: up, and taken back. One JSON object of "up <line>" and "down <line>".
import fs from 'node:fs';
import { pathToFileURL } from 'node:url';

const [, , library, file, decamelize] = process.argv;
const loaded = await import(pathToFileURL(library).href);
const { MigrationBuilder, PgLiteral } = loaded.default?.MigrationBuilder ? loaded.default : loaded;
const shorthands = { id: { type: 'serial', primaryKey: true }, money2: { type: 'numeric(10,2)', notNull: true }, nested: 'money2' };
const silent = { info() {}, warn() {}, error() {}, debug() {} };
const isOurs = MigrationBuilder.length === 1;
const out = {};
for (const line of fs.readFileSync(file, 'utf8').split('\n').filter((text) => text && !text.startsWith('#'))) {
  for (const mode of ['up', 'down']) {
    try {
      const pgm = new MigrationBuilder({}, shorthands, decamelize === 'true', isOurs ? undefined : silent);
      if (mode === 'down') {
        pgm.enableReverseMode();
      }
      new Function('pgm', 'PgLiteral', line)(pgm, PgLiteral);
      out[`${mode} ${line}`] = pgm.getSqlSteps().flat().join('\n');
    } catch (error) {
      out[`${mode} ${line}`] = 'ERROR';
    }
  }
}
console.log(JSON.stringify(out));
