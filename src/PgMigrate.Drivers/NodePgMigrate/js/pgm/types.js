'use strict';

const SHORT = new Map([
  ['int', 'integer'],
  ['string', 'text'],
  ['float', 'real'],
  ['double', 'double precision'],
  ['datetime', 'timestamp'],
  ['bool', 'boolean'],
]);

/** Types whose spelling is words of SQL, not a name that may stand in quotes. */
const SQL_WORDS = new Set(['integer', 'bigint', 'smallint', 'real', 'double precision', 'boolean', 'decimal', 'timestamp', 'timestamptz']);

const DEFAULT_SHORTHANDS = { id: { type: 'serial', primaryKey: true } };

/** The database's word for a type: int is integer. Anything else stays as it is. */
const typeWord = (type) => SHORT.get(type) ?? type;

/**
 * A column's definition with shorthands filled in, those of shorthands too. What the column says itself wins.
 */
function define(definition, shorthands, column) {
  let result = typeof definition === 'string' ? { type: definition } : { ...definition };
  const seen = new Set();
  while (Object.hasOwn(shorthands, result.type) && !seen.has(result.type)) {
    seen.add(result.type);
    const meant = shorthands[result.type];
    result = typeof meant === 'string' ? { ...result, type: meant } : { ...meant, ...result, type: meant.type };
  }
  if (typeof result.type !== 'string' || result.type === '') {
    throw new Error(`${column ? `The column "${column}"` : 'A type'} has no type.`);
  }
  return { ...result, type: typeWord(result.type) };
}

module.exports = { DEFAULT_SHORTHANDS, SQL_WORDS, typeWord, define };
