'use strict';

const { ifExists, cascade, words, reversible } = require('./clauses.js');
const { asArray } = require('./names.js');

const grantees = (b, roles) => asArray(roles).map((role) => (role === 'PUBLIC' ? role : b.name(role))).join(', ');
const listed = (privileges) => asArray(privileges).join(', ');

const revokeRoles = (b, roles, from, options = {}) =>
  `REVOKE ${options.onlyAdminOption ? 'ADMIN OPTION FOR ' : ''}${b.names(roles)} FROM ${b.names(from)}${cascade(options)}`;

const grantRoles = reversible(
  (b, roles, to, options = {}) => `GRANT ${b.names(roles)} TO ${b.names(to)}${options.withAdminOption ? ' WITH ADMIN OPTION' : ''}`,
  revokeRoles,
);

/** GRANT and REVOKE on a kind of object. */
function grantPair(objects) {
  const revoke = (b, options) => words(
    'REVOKE', options.onlyGrantOption ? 'GRANT OPTION FOR' : '', listed(options.privileges), 'ON', objects(b, options),
    `FROM ${grantees(b, options.roles)}${cascade(options)}`,
  );
  const grant = (b, options) => words(
    'GRANT', listed(options.privileges), 'ON', objects(b, options), `TO ${grantees(b, options.roles)}`,
    options.withGrantOption ? 'WITH GRANT OPTION' : '',
  );
  return [reversible(grant, (b, options) => revoke(b, options)), revoke];
}

const [grantOnSchemas, revokeOnSchemas] = grantPair((b, { schemas }) => `SCHEMA ${b.names(schemas)}`);
const [grantOnTables, revokeOnTables] = grantPair((b, { tables, schema }) =>
  (tables === 'ALL' && schema ? `ALL TABLES IN SCHEMA ${b.name(schema)}` : b.names(tables)));

const dropCast = (b, from, to, options) => `DROP CAST${ifExists(options)} (${from} AS ${to})`;

const createCast = reversible((b, from, to, options = {}) => {
  const { functionName, argumentTypes = [from], inout, as } = options;
  const how = functionName ? `WITH FUNCTION ${b.name(functionName)}(${argumentTypes.join(', ')})` : inout ? 'WITH INOUT' : 'WITHOUT FUNCTION';
  return words(`CREATE CAST (${from} AS ${to})`, how, as ? `AS ${as}` : '');
}, dropCast);

module.exports = {
  operations: { grantRoles, revokeRoles, grantOnSchemas, revokeOnSchemas, grantOnTables, revokeOnTables, createCast, dropCast },
};
