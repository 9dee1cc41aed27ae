'use strict';

const { words, reversible, dropper } = require('./clauses.js');
const { renamer } = require('./renames.js');
const { define } = require('./types.js');

const dropDomain = dropper('DOMAIN');

const createDomain = reversible((b, name, type, options = {}) => {
  const { notNull, check, constraintName, collation } = options;
  if (notNull && check) {
    throw new Error('"notNull" and "check" can\'t be specified together');
  }
  const constrained = notNull || check;
  return words(
    `CREATE DOMAIN ${b.name(name)} AS ${define(type, b.shorthands).type}`,
    collation ? `COLLATE ${collation}` : '',
    options.default !== undefined ? `DEFAULT ${b.value(options.default)}` : '',
    constrained && constraintName ? `CONSTRAINT ${b.name(constraintName)}` : '',
    notNull ? 'NOT NULL' : '',
    check ? `CHECK (${check})` : '',
  );
}, (b, name, type, options) => dropDomain(b, name, options));

function alterDomain(b, name, options) {
  const { notNull, allowNull, check, constraintName } = options;
  const actions = [];
  if (options.default === null) {
    actions.push('DROP DEFAULT');
  } else if (options.default !== undefined) {
    actions.push(`SET DEFAULT ${b.value(options.default)}`);
  }
  if (notNull) {
    actions.push('SET NOT NULL');
  } else if (notNull === false || allowNull) {
    actions.push('DROP NOT NULL');
  }
  if (check) {
    actions.push(words('ADD', constraintName ? `CONSTRAINT ${b.name(constraintName)}` : '', `CHECK (${check})`));
  }
  return actions.map((action) => `ALTER DOMAIN ${b.name(name)} ${action}`);
}

module.exports = { operations: { createDomain, dropDomain, alterDomain, renameDomain: renamer('DOMAIN') } };
