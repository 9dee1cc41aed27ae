'use strict';

const { ifExists, cascade, reversible } = require('./clauses.js');
const { parameters } = require('./functions.js');
const { rename, renameBack } = require('./renames.js');
const { SQL_WORDS, define, typeWord } = require('./types.js');

/** A type of an operand: spelled by words of SQL as they are, by a name in quotes. */
function operand(b, type) {
  const word = typeof type === 'string' ? typeWord(type) : type;
  return typeof word === 'string' && SQL_WORDS.has(word) ? word : b.name(word);
}

const dropOperator = (b, name, options = {}) => {
  const side = (type) => (type ? operand(b, type) : 'NONE');
  return `DROP OPERATOR${ifExists(options)} ${b.plain(name)}(${side(options.left)}, ${side(options.right)})${cascade(options)}`;
};

const createOperator = reversible((b, name, options = {}) => {
  const { procedure, left, right, commutator, negator, restrict, join, hashes, merges } = options;
  const parts = [
    `PROCEDURE = ${b.name(procedure)}`,
    left ? `LEFTARG = ${operand(b, left)}` : '',
    right ? `RIGHTARG = ${operand(b, right)}` : '',
    commutator ? `COMMUTATOR = ${operatorName(b, commutator)}` : '',
    negator ? `NEGATOR = ${operatorName(b, negator)}` : '',
    restrict ? `RESTRICT = ${b.name(restrict)}` : '',
    join ? `JOIN = ${b.name(join)}` : '',
    hashes ? 'HASHES' : '',
    merges ? 'MERGES' : '',
  ].filter(Boolean);
  return `CREATE OPERATOR ${b.plain(name)} (${parts.join(', ')})`;
}, dropOperator);

/** OPERATOR(schema.sign) where a schema is named: the sign alone may not carry one there. */
const operatorName = (b, name) => (typeof name === 'object' && name.schema ? `OPERATOR(${b.plain(name)})` : b.plain(name));

const members = (b, list) => list.map(({ type, number, name, params }) => {
  const kind = String(type).toUpperCase();
  const written = kind === 'OPERATOR' ? b.plain(name) : b.name(name);
  return `${kind} ${number} ${written}${params && params.length > 0 ? parameters(b, params) : ''}`;
}).join(',\n  ');

const dropMembers = (b, list) => list.map(({ type, number, params }) =>
  `${String(type).toUpperCase()} ${number}${params && params.length > 0 ? ` ${parameters(b, params)}` : ''}`).join(',\n  ');

const removeFromOperatorFamily = (b, family, method, list) =>
  `ALTER OPERATOR FAMILY ${b.name(family)} USING ${method} DROP\n  ${dropMembers(b, list)}`;

const addToOperatorFamily = reversible(
  (b, family, method, list) => `ALTER OPERATOR FAMILY ${b.name(family)} USING ${method} ADD\n  ${members(b, list)}`,
  removeFromOperatorFamily,
);

/** Operator classes and families: what is known by a name and an index method. */
const methodDropper = (kind) => (b, name, method, options) =>
  `DROP OPERATOR ${kind}${ifExists(options)} ${b.name(name)} USING ${method}${cascade(options)}`;

const methodRenamer = (kind) => reversible(
  (b, from, method, to) => rename(b, `OPERATOR ${kind}`, from, to, ` USING ${method}`),
  (b, from, method, to) => renameBack(b, `OPERATOR ${kind}`, from, to, ` USING ${method}`),
);

const dropOperatorFamily = methodDropper('FAMILY');
const dropOperatorClass = methodDropper('CLASS');

const createOperatorFamily = reversible(
  (b, name, method) => `CREATE OPERATOR FAMILY ${b.name(name)} USING ${method}`,
  dropOperatorFamily,
);

const createOperatorClass = reversible((b, name, type, method, list, options = {}) => {
  const family = options.family ? ` FAMILY ${typeof options.family === 'string' ? options.family : b.name(options.family)}` : '';
  const forType = operand(b, define(type, b.shorthands).type);
  return `CREATE OPERATOR CLASS ${b.name(name)}${options.default ? ' DEFAULT' : ''} FOR TYPE ${forType} USING ${b.name(method)}${family} AS\n  ${members(b, list)}`;
}, (b, name, type, method, list, options) => dropOperatorClass(b, name, method, options));

module.exports = {
  operations: {
    createOperator,
    dropOperator,
    createOperatorClass,
    dropOperatorClass,
    renameOperatorClass: methodRenamer('CLASS'),
    createOperatorFamily,
    dropOperatorFamily,
    renameOperatorFamily: methodRenamer('FAMILY'),
    addToOperatorFamily,
    removeFromOperatorFamily,
  },
};
