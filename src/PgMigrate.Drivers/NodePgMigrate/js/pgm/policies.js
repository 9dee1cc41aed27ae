'use strict';

const { ifExists, words, reversible } = require('./clauses.js');
const { asArray } = require('./names.js');
const { onTableRenamer } = require('./renames.js');

const clauses = ({ role, using, check }) => [
  role && asArray(role).length > 0 ? `TO ${asArray(role).join(', ')}` : '',
  using ? `USING (${using})` : '',
  check ? `WITH CHECK (${check})` : '',
];

const dropPolicy = (b, table, name, options) => `DROP POLICY${ifExists(options)} ${b.name(name)} ON ${b.name(table)}`;

const createPolicy = reversible(
  (b, table, name, options = {}) => words(
    `CREATE POLICY ${b.name(name)} ON ${b.name(table)} FOR ${options.command || 'ALL'}`,
    ...clauses({ role: 'PUBLIC', ...options }),
  ),
  dropPolicy,
);

const alterPolicy = (b, table, name, options = {}) => {
  const changes = words(...clauses(options));
  return changes ? `ALTER POLICY ${b.name(name)} ON ${b.name(table)} ${changes}` : '';
};

module.exports = { operations: { createPolicy, dropPolicy, alterPolicy, renamePolicy: onTableRenamer('POLICY') } };
