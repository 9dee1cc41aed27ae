'use strict';

const { ifExists, ifNotExists, cascade, words, reversible } = require('./clauses.js');
const { asArray, bareName, schemaOf } = require('./names.js');
const { renamer } = require('./renames.js');

const EXPRESSION = /[^\w\s"$\u0080-\uffff-]|\s/;

const columnName = (column) => (typeof column === 'object' && column !== null ? column.name : column);

/** A word is a column; whatever has blanks, brackets or other signs in it is an expression. */
const written = (b, column) => (EXPRESSION.test(column) ? b.writer.change(column) : b.name(column));

function indexName(table, columns, { name, unique } = {}) {
  if (name) {
    return bareName(name);
  }
  const list = asArray(columns).map(columnName).join('_');
  return `${bareName(table)}_${list}${unique ? '_unique' : ''}_index`;
}

const dropIndex = (b, table, columns, options = {}) => {
  const schema = schemaOf(options.name) ?? schemaOf(table);
  const concurrently = options.concurrently ? ' CONCURRENTLY' : '';
  return `DROP INDEX${concurrently}${ifExists(options)} ${b.name({ schema, name: indexName(table, columns, options) })}${cascade(options)}`;
};

const createIndex = reversible((b, table, columns, options = {}) => {
  const { unique, concurrently, method, where, include, nulls } = options;
  const list = asArray(columns).map((column) => (typeof column === 'string' ? written(b, column) : words(
    written(b, column.name),
    column.opclass ? b.name(column.opclass) : '',
    column.sort,
  )));
  if (list.length === 0) {
    throw new Error('createIndex was given no column.');
  }
  return words(
    'CREATE', unique ? 'UNIQUE' : '', 'INDEX', concurrently ? 'CONCURRENTLY' : '', ifNotExists(options).trim(),
    b.name(indexName(table, columns, options)), 'ON', b.name(table), method ? `USING ${method}` : '', `(${list.join(', ')})`,
    include && asArray(include).length > 0 ? `INCLUDE (${b.names(include)})` : '',
    nulls ? `NULLS ${String(nulls).toUpperCase()}` : '',
    where ? `WHERE ${where}` : '',
  );
}, dropIndex);

module.exports = { operations: { createIndex, addIndex: createIndex, dropIndex, renameIndex: renamer('INDEX') } };
