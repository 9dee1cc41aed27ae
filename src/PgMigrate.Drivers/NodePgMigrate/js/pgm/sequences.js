'use strict';

const { ifNotExists, reversible, dropper } = require('./clauses.js');
const { renamer } = require('./renames.js');
const { define } = require('./types.js');

/** The clauses of a sequence; node-pg-migrate leaves numbers out that are 0, and so do we. */
function sequenceClauses(b, options) {
  const { type, increment, minvalue, maxvalue, start, cache, cycle, owner } = options;
  return [
    type ? `AS ${define(type, b.shorthands).type}` : '',
    increment ? `INCREMENT BY ${increment}` : '',
    minvalue ? `MINVALUE ${minvalue}` : minvalue === null || minvalue === false ? 'NO MINVALUE' : '',
    maxvalue ? `MAXVALUE ${maxvalue}` : maxvalue === null || maxvalue === false ? 'NO MAXVALUE' : '',
    start ? `START WITH ${start}` : '',
    cache ? `CACHE ${cache}` : '',
    cycle ? 'CYCLE' : cycle === false ? 'NO CYCLE' : '',
    owner ? `OWNED BY ${owner}` : owner === null || owner === false ? 'OWNED BY NONE' : '',
  ].filter(Boolean);
}

/** GENERATED … AS IDENTITY, for columns. */
function identity(b, options) {
  const precedence = String(options.precedence ?? '').toUpperCase();
  if (precedence !== 'ALWAYS' && precedence !== 'BY DEFAULT') {
    throw new Error("sequenceGenerated wants precedence: 'ALWAYS' or 'BY DEFAULT'.");
  }
  const clauses = sequenceClauses(b, options);
  return `GENERATED ${options.precedence} AS IDENTITY${clauses.length > 0 ? ` (${clauses.join(' ')})` : ''}`;
}

const lines = (head, clauses) => [head, ...clauses].join('\n  ');

const dropSequence = dropper('SEQUENCE');

const createSequence = reversible((b, name, options = {}) => lines(
  `CREATE${options.temporary ? ' TEMPORARY' : ''} SEQUENCE${ifNotExists(options)} ${b.name(name)}`,
  sequenceClauses(b, options),
), dropSequence);

function alterSequence(b, name, options) {
  const { restart } = options;
  const clauses = sequenceClauses(b, options);
  if (restart) {
    clauses.push(restart === true ? 'RESTART' : `RESTART WITH ${restart}`);
  }
  return clauses.length > 0 ? lines(`ALTER SEQUENCE ${b.name(name)}`, clauses) : '';
}

module.exports = { identity, operations: { createSequence, dropSequence, alterSequence, renameSequence: renamer('SEQUENCE') } };
