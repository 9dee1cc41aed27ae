'use strict';

const { ifExists, ifNotExists, cascade, reversible, dropper } = require('./clauses.js');
const { asArray } = require('./names.js');
const { renamer } = require('./renames.js');

const dropSchema = dropper('SCHEMA');

const createSchema = reversible(
  (b, name, options = {}) => `CREATE SCHEMA${ifNotExists(options)} ${b.name(name)}${options.authorization ? ` AUTHORIZATION ${options.authorization}` : ''}`,
  dropSchema,
);

const dropExtension = (b, extensions, options) =>
  asArray(extensions).map((name) => `DROP EXTENSION${ifExists(options)} ${b.name(name)}${cascade(options)}`);

const createExtension = reversible(
  (b, extensions, options = {}) => asArray(extensions).map((name) =>
    `CREATE EXTENSION${ifNotExists(options)} ${b.name(name)}${options.schema ? ` SCHEMA ${b.name(options.schema)}` : ''}`),
  (b, extensions, options) => dropExtension(b, [...asArray(extensions)].reverse(), options),
);

module.exports = {
  operations: { createSchema, dropSchema, renameSchema: renamer('SCHEMA'), createExtension, addExtension: createExtension, dropExtension },
};
