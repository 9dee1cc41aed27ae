'use strict';

const { words, deferral, ifExists, ifNotExists, cascade, reversible } = require('./clauses.js');
const { asArray, bareName } = require('./names.js');
const { identity } = require('./sequences.js');
const { partRenamer } = require('./renames.js');
const { define, typeWord } = require('./types.js');

const commentOn = (b, what, text) => `COMMENT ON ${what} IS ${text || text === '' ? b.value(text) : 'NULL'}`;

/** REFERENCES with its actions. Text that is quoted or names columns is taken as it is. */
function references(b, { references: target, match, onDelete, onUpdate }) {
  const raw = typeof target === 'string' && (target.startsWith('"') || target.endsWith(')'));
  return words(
    'REFERENCES',
    raw ? target : b.name(target),
    match ? `MATCH ${match}` : '',
    onDelete ? `ON DELETE ${onDelete}` : '',
    onUpdate ? `ON UPDATE ${onUpdate}` : '',
  );
}

/**
 * Columns as a table's definition lists them, what is said of them by statements of their own, and the primary key where it is
 * of more than one column and so a constraint of the table.
 */
function readColumns(b, table, columns, { wholeKey }) {
  const defined = Object.entries(columns).map(([column, definition]) => {
    if (definition === null || definition === undefined) {
      throw new Error(`The column "${column}" has no type.`);
    }
    return [column, define(definition, b.shorthands, column)];
  });
  const key = defined.filter(([, definition]) => definition.primaryKey).map(([column]) => column);
  const comments = defined.flatMap(([column, definition]) => columnComments(b, table, column, definition));
  const lines = defined.map(([column, definition]) => columnLine(b, table, column, definition, key.length > 1));
  return { lines, comments, key: wholeKey && key.length > 1 ? key : null };
}

function columnLine(b, table, column, definition, severalKeys) {
  const { type, array, collation, unique, primaryKey, notNull, check, sequenceGenerated, expressionGenerated } = definition;
  const dimensions = array === true ? '[]' : typeof array === 'number' && array > 0 ? '[]'.repeat(array) : '';
  const constraint = definition.referencesConstraintName || definition.referencesConstraintComment
    ? `CONSTRAINT ${b.name(foreignKeyName(table, column, definition))}` : '';
  return words(
    b.name(column),
    type + dimensions,
    collation ? `COLLATE ${collation}` : '',
    definition.default !== undefined ? `DEFAULT ${b.value(definition.default)}` : '',
    unique ? 'UNIQUE' : '',
    primaryKey && !severalKeys ? 'PRIMARY KEY' : '',
    notNull ? 'NOT NULL' : '',
    check ? `CHECK (${check})` : '',
    definition.references ? words(constraint, references(b, definition)) : '',
    deferral(definition),
    sequenceGenerated ? identity(b, sequenceGenerated) : '',
    expressionGenerated ? `GENERATED ALWAYS AS (${expressionGenerated}) STORED` : '',
  );
}

const foreignKeyName = (table, column, { referencesConstraintName }) =>
  referencesConstraintName || `${bareName(table)}_fk_${column}`;

function columnComments(b, table, column, definition) {
  const comments = [];
  if (definition.comment !== undefined) {
    comments.push(commentOn(b, `COLUMN ${b.name(table)}.${b.name(column)}`, definition.comment));
  }
  if (definition.references && definition.referencesConstraintComment) {
    const name = b.name(foreignKeyName(table, column, definition));
    comments.push(commentOn(b, `CONSTRAINT ${name} ON ${b.name(table)}`, definition.referencesConstraintComment));
  }
  return comments;
}

function dropColumns(b, table, columns, options) {
  const names = typeof columns === 'object' && !Array.isArray(columns) ? Object.keys(columns) : asArray(columns);
  if (names.length === 0) {
    return '';
  }
  const drops = names.map((name) => `DROP${ifExists(options)} ${b.name(name)}${cascade(options)}`);
  return `ALTER TABLE ${b.name(table)}\n  ${drops.join(',\n  ')}`;
}

const addColumns = reversible((b, table, columns, options) => {
  const { lines, comments } = readColumns(b, table, columns, { wholeKey: false });
  if (lines.length === 0) {
    return comments;
  }
  return [`ALTER TABLE ${b.name(table)}\n  ${lines.map((line) => `ADD${ifNotExists(options)} ${line}`).join(',\n  ')}`, ...comments];
}, dropColumns);

function alterColumn(b, table, column, options) {
  const { type, collation, using, notNull, allowNull, comment, sequenceGenerated, expressionGenerated } = options;
  const alter = `ALTER ${b.name(column)}`;
  const actions = [];
  if (options.default === null) {
    actions.push(`${alter} DROP DEFAULT`);
  } else if (options.default !== undefined) {
    actions.push(`${alter} SET DEFAULT ${b.value(options.default)}`);
  }
  if (type) {
    actions.push(words(alter, 'SET DATA TYPE', typeWord(type), collation ? `COLLATE ${collation}` : '', using ? `USING ${using}` : ''));
  }
  if (notNull) {
    actions.push(`${alter} SET NOT NULL`);
  } else if (notNull === false || allowNull) {
    actions.push(`${alter} DROP NOT NULL`);
  }
  if (sequenceGenerated) {
    actions.push(`${alter} ADD ${identity(b, sequenceGenerated)}`);
  } else if (sequenceGenerated !== undefined) {
    actions.push(`${alter} DROP IDENTITY`);
  }
  if (expressionGenerated) {
    actions.push(`${alter} SET EXPRESSION AS (${expressionGenerated})`);
  } else if (expressionGenerated === null) {
    actions.push(`${alter} DROP EXPRESSION`);
  }
  const statements = actions.length > 0 ? [`ALTER TABLE ${b.name(table)}\n  ${actions.join(',\n  ')}`] : [];
  return comment === undefined ? statements : [...statements, commentOn(b, `COLUMN ${b.name(table)}.${b.name(column)}`, comment)];
}

module.exports = {
  readColumns,
  references,
  commentOn,
  operations: { addColumns, dropColumns, alterColumn, renameColumn: partRenamer('TABLE', '') },
};
