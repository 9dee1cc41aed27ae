'use strict';

const { ifExists, cascade, words, reversible } = require('./clauses.js');
const { rename, renameBack } = require('./renames.js');
const { bareName } = require('./names.js');
const { define } = require('./types.js');

/**
 * Parameters. CREATE FUNCTION alone takes defaults; node-pg-migrate leaves those out that are false, 0 or empty.
 */
function parameters(b, list = [], withDefaults = false) {
  return `(${list.map((item) => {
    const { mode, name, type, default: value } = typeof item === 'string' ? { type: item } : item;
    return words(mode, name ? b.name(name) : '', define({ type }, b.shorthands).type, value && withDefaults ? `DEFAULT ${b.value(value)}` : '');
  }).join(', ')})`;
}

const dropFunction = (b, name, list, options) =>
  `DROP FUNCTION${ifExists(options)} ${b.name(name)}${parameters(b, list)}${cascade(options)}`;

const createFunction = reversible((b, name, list, options, definition) => {
  const { replace, returns = 'void', language, window, behavior = 'VOLATILE', security, onNull, parallel, set } = options ?? {};
  if (!language) {
    throw new Error(`Language for function ${bareName(name)} have to be specified`);
  }
  if (definition === undefined) {
    throw new Error(`The function ${bareName(name)} has no body.`);
  }
  const lines = [
    `RETURNS ${returns}`,
    `AS ${b.value(definition)}`,
    behavior,
    `LANGUAGE ${language}`,
    security && security !== 'INVOKER' ? `SECURITY ${security}` : '',
    window ? 'WINDOW' : '',
    onNull ? 'RETURNS NULL ON NULL INPUT' : '',
    parallel ? `PARALLEL ${parallel}` : '',
    ...(set ?? []).map(({ configurationParameter, value }) =>
      `SET ${b.name(configurationParameter)} ${value === 'FROM CURRENT' ? value : `TO ${value}`}`),
  ].filter(Boolean);
  return `CREATE${replace ? ' OR REPLACE' : ''} FUNCTION ${b.name(name)}${parameters(b, list, true)}\n  ${lines.join('\n  ')}`;
}, (b, name, list, options) => dropFunction(b, name, list, options));

const renameFunction = reversible(
  (b, from, list, to) => rename(b, 'FUNCTION', from, to, parameters(b, list)),
  (b, from, list, to) => renameBack(b, 'FUNCTION', from, to, parameters(b, list)),
);

module.exports = { parameters, createFunction, dropFunction, operations: { createFunction, dropFunction, renameFunction } };
