'use strict';

const { decamelize } = require('./literals.js');

/** Writes names. One for each builder, because a project may want camelCase turned into snake_case. */
class Names {
  constructor(shouldDecamelize) {
    this.change = shouldDecamelize ? decamelize : (text) => text;
  }

  /** A name in quotes, of a string or { schema, name }. */
  quoted(name) {
    return this.parts(name).map((part) => `"${this.change(part).replaceAll('"', '""')}"`).join('.');
  }

  /** A name without quotes: operators, and names inside other names. */
  plain(name) {
    return this.parts(name).map(this.change).join('.');
  }

  /** Names in quotes, of one or of several. */
  list(names) {
    return asArray(names).map((name) => this.quoted(name)).join(', ');
  }

  parts(name) {
    if (typeof name === 'object' && name !== null && typeof name.name === 'string') {
      return name.schema ? [name.schema, name.name] : [name.name];
    }
    if (typeof name === 'string' || typeof name === 'number') {
      return [String(name)];
    }
    throw new Error(`A name is a string or { schema, name }, not ${name === null ? 'null' : typeof name}.`);
  }
}

const asArray = (value) => (Array.isArray(value) ? value : [value]);

/** The name without its schema. */
const bareName = (name) => (typeof name === 'object' && name !== null ? name.name : name);

const schemaOf = (name) => (typeof name === 'object' && name !== null ? name.schema : undefined);

/** The same name in the schema of another one, unless it has its own. */
const inSchemaOf = (name, other) =>
  schemaOf(name) || !schemaOf(other) ? name : { schema: schemaOf(other), name: bareName(name) };

module.exports = { Names, asArray, bareName, schemaOf, inSchemaOf };
