'use strict';

const { ifNotExists, words, settings, reversible, dropper } = require('./clauses.js');
const { asArray } = require('./names.js');
const { renamer, partRenamer } = require('./renames.js');

const columnList = (b, columns) => (columns && asArray(columns).length > 0 ? `(${b.names(columns)})` : '');
const withSettings = (options) => (options && Object.keys(options).length > 0 ? `WITH (${settings(Object.entries(options))})` : '');
const body = (definition) => String(definition).replace(/[;\s]+$/, '');

const dropView = dropper('VIEW');

const createView = reversible((b, name, options, definition) => {
  const { replace, temporary, recursive, columns, checkOption, options: parameters } = options ?? {};
  return words(
    'CREATE', replace ? 'OR REPLACE' : '', temporary ? 'TEMPORARY' : '', recursive ? 'RECURSIVE' : '',
    `VIEW ${b.name(name)}${columnList(b, columns)}`, withSettings(parameters), `AS ${body(definition)}`,
    checkOption ? `WITH ${checkOption} CHECK OPTION` : '',
  );
}, (b, name, options) => dropView(b, name, options));

function alterView(b, name, { checkOption, options = {} }) {
  const all = { ...options, ...(checkOption === undefined ? {} : { check_option: checkOption }) };
  const set = Object.entries(all).filter(([, value]) => value !== null);
  const reset = Object.entries(all).filter(([, value]) => value === null).map(([key]) => key);
  return [
    set.length > 0 ? `ALTER VIEW ${b.name(name)} SET (${settings(set)})` : '',
    reset.length > 0 ? `ALTER VIEW ${b.name(name)} RESET (${reset.join(', ')})` : '',
  ].filter(Boolean);
}

function alterViewColumn(b, name, column, options) {
  const head = `ALTER VIEW ${b.name(name)} ALTER COLUMN ${b.name(column)}`;
  return options.default === undefined ? ''
    : options.default === null ? `${head} DROP DEFAULT` : `${head} SET DEFAULT ${b.value(options.default)}`;
}

const withData = (data) => (data === undefined ? '' : data ? 'WITH DATA' : 'WITH NO DATA');

const dropMaterializedView = dropper('MATERIALIZED VIEW');

const createMaterializedView = reversible((b, name, options, definition) => {
  const { columns, tablespace, storageParameters, data } = options ?? {};
  return words(
    `CREATE MATERIALIZED VIEW${ifNotExists(options)} ${b.name(name)}${columnList(b, columns)}`, withSettings(storageParameters),
    tablespace ? `TABLESPACE ${b.name(tablespace)}` : '', `AS ${body(definition)}`, withData(data),
  );
}, (b, name, options) => dropMaterializedView(b, name, options));

function alterMaterializedView(b, name, { cluster, extension, storageParameters = {} }) {
  const set = Object.entries(storageParameters).filter(([, value]) => value !== null);
  const reset = Object.entries(storageParameters).filter(([, value]) => value === null).map(([key]) => key);
  const actions = [
    cluster ? `CLUSTER ON ${b.name(cluster)}` : cluster === undefined ? '' : 'SET WITHOUT CLUSTER',
    set.length > 0 ? `SET (${settings(set)})` : '',
    reset.length > 0 ? `RESET (${reset.join(', ')})` : '',
  ].filter(Boolean);
  const head = `ALTER MATERIALIZED VIEW ${b.name(name)}`;

  // DEPENDS ON EXTENSION is a form of its own, which no list of actions may hold (manual, ALTER MATERIALIZED VIEW).
  return [
    actions.length > 0 ? `${head}\n  ${actions.join(',\n  ')}` : '',
    extension ? `${head}\n  DEPENDS ON EXTENSION ${b.name(extension)}` : '',
  ].filter(Boolean);
}

const refresh = (b, name, { concurrently, data } = {}) =>
  words('REFRESH MATERIALIZED VIEW', concurrently ? 'CONCURRENTLY' : '', b.name(name), withData(data));

module.exports = {
  operations: {
    createView,
    dropView,
    alterView,
    alterViewColumn,
    renameView: renamer('VIEW'),
    createMaterializedView,
    dropMaterializedView,
    alterMaterializedView,
    renameMaterializedView: renamer('MATERIALIZED VIEW'),
    renameMaterializedViewColumn: partRenamer('MATERIALIZED VIEW', 'COLUMN '),
    refreshMaterializedView: reversible(refresh, (b, name, options) => refresh(b, name, options)),
  },
};
