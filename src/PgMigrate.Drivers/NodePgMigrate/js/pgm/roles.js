'use strict';

const { ifExists, words, reversible } = require('./clauses.js');
const { asArray } = require('./names.js');
const { renamer } = require('./renames.js');

const FLAGS = ['superuser', 'createdb', 'createrole', 'inherit', 'login', 'replication', 'bypassrls'];

/** What a new role is where nothing is said. */
const DEFAULTS = { superuser: false, createdb: false, createrole: false, inherit: true, login: false, replication: false };

function roleOptions(b, options) {
  const { limit, password, encrypted, valid, inRole, role, admin } = options;
  const roles = (word, list) => (list ? `${word} ${asArray(list).join(', ')}` : '');
  return words(
    ...FLAGS.map((flag) => (options[flag] === undefined ? '' : `${options[flag] ? '' : 'NO'}${flag.toUpperCase()}`)),
    limit ? `CONNECTION LIMIT ${Number(limit)}` : '',
    // ENCRYPTED PASSWORD takes a string alone (manual, CREATE ROLE).
    password === undefined ? '' : password === null ? 'PASSWORD NULL' : `${encrypted === false ? 'UNENCRYPTED' : 'ENCRYPTED'} PASSWORD ${b.value(password)}`,
    valid === undefined ? '' : `VALID UNTIL ${valid ? b.value(valid) : "'infinity'"}`,
    roles('IN ROLE', inRole),
    roles('ROLE', role),
    roles('ADMIN', admin),
  );
}

const dropRole = (b, name, options) => `DROP ROLE${ifExists(options)} ${b.name(name)}`;

const createRole = reversible(
  (b, name, options = {}) => `CREATE ROLE ${b.name(name)} WITH ${roleOptions(b, { ...DEFAULTS, ...options })}`,
  dropRole,
);

function alterRole(b, name, options) {
  const words = roleOptions(b, options);
  return words ? `ALTER ROLE ${b.name(name)} WITH ${words}` : '';
}

module.exports = { operations: { createRole, dropRole, alterRole, renameRole: renamer('ROLE') } };
