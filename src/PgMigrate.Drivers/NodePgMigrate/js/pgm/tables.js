'use strict';

const { ifNotExists, words, reversible, dropper } = require('./clauses.js');
const { readColumns, commentOn } = require('./columns.js');
const { readConstraints } = require('./constraints.js');
const { asArray } = require('./names.js');
const { renamer } = require('./renames.js');

const dropTable = dropper('TABLE');

const createTable = reversible((b, table, columns, options = {}) => {
  const { temporary, unlogged, inherits, like, constraints = {}, comment, partition } = options;
  if (temporary && unlogged) {
    throw new Error('TEMPORARY and UNLOGGED cannot be used together.');
  }
  if (typeof columns !== 'object' || columns === null) {
    throw new Error('createTable wants a name and an object of columns.');
  }
  const read = readColumns(b, table, columns, { wholeKey: true });
  if (read.key && constraints.primaryKey) {
    throw new Error('There is duplicate constraint definition in table and columns options: primaryKey');
  }
  const all = read.key ? { ...constraints, primaryKey: read.key } : constraints;
  const made = readConstraints(b, table, all, null);
  const lines = [...read.lines, ...made.lines, ...(like ? [likeLine(b, like)] : [])];
  const head = words('CREATE', temporary ? 'TEMPORARY' : '', unlogged ? 'UNLOGGED' : '', `TABLE${ifNotExists(options)}`, b.name(table));
  const tail = words(inherits ? `INHERITS (${b.name(inherits)})` : '', partition ? partitionClause(b, partition) : '');
  const statements = [words(`${head} (\n  ${lines.join(',\n  ')}\n)`, tail), ...read.comments, ...made.comments];
  return comment === undefined ? statements : [...statements, commentOn(b, `TABLE ${b.name(table)}`, comment)];
}, dropTable);

function likeLine(b, like) {
  const { table, options = {} } = typeof like === 'object' && like.table !== undefined ? like : { table: like };
  const each = (word, list) => (list ? asArray(list).map((item) => `${word} ${item}`) : []);
  return words(`LIKE ${b.name(table)}`, ...each('INCLUDING', options.including), ...each('EXCLUDING', options.excluding));
}

function partitionClause(b, { strategy, columns }) {
  const parts = asArray(columns).map((column) => (typeof column === 'string' ? b.name(column) : words(
    b.name(column.name),
    column.collate ? `COLLATE ${column.collate}` : '',
    column.opclass ? (typeof column.opclass === 'string' ? column.opclass : b.name(column.opclass)) : '',
  )));
  return `PARTITION BY ${strategy} (${parts.join(', ')})`;
}

function alterTable(b, table, { levelSecurity, unlogged }) {
  const actions = [
    levelSecurity ? `${levelSecurity} ROW LEVEL SECURITY` : '',
    unlogged === undefined ? '' : `SET ${unlogged ? 'UNLOGGED' : 'LOGGED'}`,
  ].filter(Boolean);
  return actions.length > 0 ? `ALTER TABLE ${b.name(table)}\n  ${actions.join(',\n  ')}` : '';
}

module.exports = { operations: { createTable, dropTable, alterTable, renameTable: renamer('TABLE') } };
