'use strict';

const { ifExists, cascade, reversible } = require('./clauses.js');
const { createFunction, dropFunction } = require('./functions.js');
const { asArray } = require('./names.js');
const { onTableRenamer } = require('./renames.js');

const dropTrigger = (b, table, name, options) =>
  `DROP TRIGGER${ifExists(options)} ${b.name(name)} ON ${b.name(table)}${cascade(options)}`;

const createTrigger = reversible((b, table, name, options = {}, definition = undefined) => {
  const { constraint, condition, operation, deferrable, deferred, functionParams = [] } = options;
  const when = constraint ? 'AFTER' : options.when;
  const operations = asArray(operation ?? []).filter(Boolean).join(' OR ');
  const called = options.function || (definition !== undefined ? name : null);
  if (!when) {
    throw new Error('"when" (BEFORE/AFTER/INSTEAD OF) have to be specified');
  }
  if (!operations) {
    throw new Error('"operation" (INSERT/UPDATE[ OF ...]/DELETE/TRUNCATE) have to be specified');
  }
  if (!called) {
    throw new Error("Can't determine function name");
  }
  const level = /^instead of$/i.test(when) ? 'ROW' : options.level ?? 'STATEMENT';
  const lines = [
    `CREATE${constraint ? ' CONSTRAINT' : ''} TRIGGER ${b.name(name)}`,
    `${when} ${operations} ON ${b.name(table)}`,
    constraint ? (deferrable ? `DEFERRABLE INITIALLY ${deferred ? 'DEFERRED' : 'IMMEDIATE'}` : 'NOT DEFERRABLE') : '',
    `FOR EACH ${level}`,
    condition ? `WHEN (${condition})` : '',
    `EXECUTE PROCEDURE ${b.name(called)}(${functionParams.map((value) => b.value(value)).join(', ')})`,
  ].filter(Boolean);
  const trigger = lines.join('\n  ');
  return definition === undefined ? trigger : [createFunction(b, called, [], { ...options, returns: 'trigger' }, definition), trigger];
}, (b, table, name, options = {}, definition = undefined) => {
  const trigger = dropTrigger(b, table, name, options);
  return definition === undefined ? trigger : [trigger, dropFunction(b, options.function || name, [], options)];
});

module.exports = { operations: { createTrigger, dropTrigger, renameTrigger: onTableRenamer('TRIGGER') } };
