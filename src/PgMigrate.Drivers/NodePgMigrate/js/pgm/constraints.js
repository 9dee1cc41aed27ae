'use strict';

const { words, deferral, ifExists, cascade, reversible } = require('./clauses.js');
const { references, commentOn } = require('./columns.js');
const { asArray, bareName } = require('./names.js');
const { partRenamer } = require('./renames.js');

/** The constraints that options describe, and the comments on them. One name serves all; without one each gets its own. */
function readConstraints(b, table, options, name) {
  const { check, unique, primaryKey, foreignKeys, exclude, comment } = options;
  const lines = [];
  const comments = [];
  const end = deferral(options);
  const add = (ending, definition) =>
    lines.push(words(`CONSTRAINT ${b.name(name ?? `${bareName(table)}_${ending}`)}`, definition, end));

  if (Array.isArray(check)) {
    check.forEach((one, at) => add(`chck_${at + 1}`, `CHECK (${one})`));
  } else if (check) {
    add('chck', `CHECK (${check})`);
  }
  if (unique) {
    // A list of names is one constraint, a list that holds lists is several.
    const sets = Array.isArray(unique) && unique.some(Array.isArray) ? unique.map(asArray) : [asArray(unique)];
    sets.forEach((columns) => add(`uniq_${columns.map((column) => bareName(column)).join('_')}`, `UNIQUE (${b.names(columns)})`));
  }
  if (primaryKey) {
    add('pkey', `PRIMARY KEY (${b.names(primaryKey)})`);
  }
  for (const key of foreignKeys ? asArray(foreignKeys) : []) {
    const columns = asArray(key.columns);
    const given = key.referencesConstraintName || name || `${bareName(table)}_fk_${columns.map((column) => bareName(column)).join('_')}`;
    lines.push(words(`CONSTRAINT ${b.name(given)} FOREIGN KEY (${b.names(columns)})`, references(b, key), end));
    if (key.referencesConstraintComment) {
      comments.push(commentOn(b, `CONSTRAINT ${b.name(given)} ON ${b.name(table)}`, key.referencesConstraintComment));
    }
  }
  if (exclude) {
    add('excl', `EXCLUDE ${exclude}`);
  }
  if (comment) {
    if (!name) {
      throw new Error('cannot comment on unspecified constraints');
    }
    comments.push(commentOn(b, `CONSTRAINT ${b.name(name)} ON ${b.name(table)}`, comment));
  }
  return { lines, comments };
}

const dropConstraint = (b, table, name, options) =>
  `ALTER TABLE${options?.ifTableExists ? ' IF EXISTS' : ''} ${b.name(table)} DROP CONSTRAINT${ifExists(options)} ${b.name(name)}${cascade(options)}`;

function forward(b, table, name, expression) {
  if (typeof expression === 'string') {
    return `ALTER TABLE ${b.name(table)}\n  ADD ${words(name ? `CONSTRAINT ${b.name(name)}` : '', expression)}`;
  }
  if (typeof expression !== 'object' || expression === null) {
    throw new Error('addConstraint wants a table, a name or null, and an expression or options.');
  }
  const { lines, comments } = readConstraints(b, table, expression, name ?? null);
  if (lines.length === 0) {
    throw new Error('addConstraint was given no constraint: say check, unique, primaryKey, foreignKeys or exclude.');
  }
  return [`ALTER TABLE ${b.name(table)}\n  ${lines.map((line) => `ADD ${line}`).join(',\n  ')}`, ...comments];
}

function back(b, table, name, expression) {
  if (!name) {
    throw new Error('Impossible to automatically infer down migration for addConstraint without naming constraint');
  }
  if (typeof expression === 'string') {
    throw new Error('Impossible to automatically infer down migration for addConstraint with raw SQL expression');
  }
  return dropConstraint(b, table, name, expression);
}

const addConstraint = reversible(forward, back);

module.exports = {
  readConstraints,
  operations: { addConstraint, createConstraint: addConstraint, dropConstraint, renameConstraint: partRenamer('TABLE', 'CONSTRAINT ') },
};
