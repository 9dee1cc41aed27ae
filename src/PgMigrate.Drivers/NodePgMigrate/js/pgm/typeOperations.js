'use strict';

const { reversible, dropper, ifExists, ifNotExists } = require('./clauses.js');
const { renamer, partRenamer } = require('./renames.js');
const { define } = require('./types.js');

const typeOf = (b, type) => define(type, b.shorthands).type;

const dropType = dropper('TYPE');

const createType = reversible((b, name, values) => {
  if (Array.isArray(values)) {
    return `CREATE TYPE ${b.name(name)} AS ENUM (${values.map((value) => b.value(value)).join(', ')})`;
  }
  const attributes = Object.entries(values).map(([attribute, type]) => `${b.name(attribute)} ${typeOf(b, type)}`);
  return `CREATE TYPE ${b.name(name)} AS (\n${attributes.join(',\n')}\n)`;
}, (b, name) => dropType(b, name));

const dropTypeAttribute = (b, type, attribute, options) =>
  `ALTER TYPE ${b.name(type)} DROP ATTRIBUTE${ifExists(options)} ${b.name(attribute)}`;

const addTypeAttribute = reversible(
  (b, type, attribute, attributeType) => `ALTER TYPE ${b.name(type)} ADD ATTRIBUTE ${b.name(attribute)} ${typeOf(b, attributeType)}`,
  (b, type, attribute, attributeType) => dropTypeAttribute(b, type, attribute, typeof attributeType === 'object' ? attributeType : {}),
);

const setTypeAttribute = (b, type, attribute, attributeType) =>
  `ALTER TYPE ${b.name(type)} ALTER ATTRIBUTE ${b.name(attribute)} SET DATA TYPE ${typeOf(b, attributeType)}`;

function addTypeValue(b, type, value, options = {}) {
  const { before, after } = options;
  if (before && after) {
    throw new Error('"before" and "after" can\'t be specified together');
  }
  const place = before ? ` BEFORE ${b.value(before)}` : after ? ` AFTER ${b.value(after)}` : '';
  return `ALTER TYPE ${b.name(type)} ADD VALUE${ifNotExists(options)} ${b.value(value)}${place}`;
}

const renameValue = (b, type, from, to) => `ALTER TYPE ${b.name(type)} RENAME VALUE ${b.value(from)} TO ${b.value(to)}`;

module.exports = {
  operations: {
    createType,
    addType: createType,
    dropType,
    renameType: renamer('TYPE'),
    renameTypeAttribute: partRenamer('TYPE', 'ATTRIBUTE '),
    renameTypeValue: reversible(renameValue, (b, type, from, to) => renameValue(b, type, to, from)),
    addTypeAttribute,
    dropTypeAttribute,
    setTypeAttribute,
    addTypeValue,
  },
};
