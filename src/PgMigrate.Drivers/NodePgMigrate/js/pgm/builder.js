'use strict';

const { PgLiteral, escapeValue } = require('./literals.js');
const { Names } = require('./names.js');
const { DEFAULT_SHORTHANDS } = require('./types.js');

const OPERATIONS = Object.assign({}, ...[
  './tables.js', './columns.js', './constraints.js', './indexes.js', './typeOperations.js', './domains.js', './sequences.js',
  './roles.js', './functions.js', './triggers.js', './schemas.js', './operators.js', './policies.js', './views.js', './grants.js', './sql.js',
].map((file) => require(file).operations));

// Shorter names of the same.
OPERATIONS.addColumn = OPERATIONS.addColumns;
OPERATIONS.dropColumn = OPERATIONS.dropColumns;

/** What operations write with. */
class Writer {
  constructor(shorthands, shouldDecamelize) {
    this.shorthands = { ...DEFAULT_SHORTHANDS, ...shorthands };
    this.writer = new Names(shouldDecamelize);
  }

  name(name) {
    return this.writer.quoted(name);
  }

  names(list) {
    return this.writer.list(list);
  }

  plain(name) {
    return this.writer.plain(name);
  }

  value(value) {
    return escapeValue(value);
  }
}

/**
 * What a migration gets as `pgm`: every operation becomes statements, kept with the place of the call. In reverse mode an operation
 * becomes what takes it back, and the last comes first.
 */
class MigrationBuilder {
  #steps = [];
  #reverse = false;
  #transaction = true;
  #writer;
  #place;

  /**
   * @param db what `pgm.db` is
   * @param shorthands type shorthands of the project
   * @param shouldDecamelize whether camelCase names become snake_case
   * @param place gives the line and column of the call in the migration, or null
   */
  constructor(db, shorthands = {}, shouldDecamelize = false, place = () => null) {
    this.db = db;
    this.#writer = new Writer(shorthands, shouldDecamelize);
    this.#place = place;
    this.func = PgLiteral.create;

    // Own properties, bound: migrations take them apart (const { sql } = pgm).
    for (const [name, operation] of Object.entries(OPERATIONS)) {
      this[name] = (...args) => this.#run(name, operation, args);
    }
  }

  enableReverseMode = () => {
    this.#reverse = true;
    return this;
  };

  noTransaction = () => {
    this.#transaction = false;
    return this;
  };

  isUsingTransaction = () => this.#transaction;

  getSqlSteps = () => this.steps.map(({ sql }) => sql);

  getSql = () => `${this.getSqlSteps().join('\n')}\n`;

  /** Statements with their places, in the order in which they are run. */
  get steps() {
    return (this.#reverse ? [...this.#steps].reverse() : this.#steps).flat();
  }

  #run(name, operation, args) {
    const action = this.#reverse ? operation.reverse : operation;
    if (!action) {
      throw new Error(`Impossible to automatically infer down migration for "pgm.${name}()": write exports.down, or set it to false.`);
    }
    const place = this.#place();
    const made = action(this.#writer, ...args);
    const statements = (Array.isArray(made) ? made : [made]).filter((statement) => statement.trim() !== '');
    if (statements.length > 0) {
      this.#steps.push(statements.map((statement) => ({ sql: ended(statement), place })));
    }
  }
}

/** With a semicolon of its own, on a line of its own where a comment at the end would swallow it. */
function ended(statement) {
  const text = statement.trimEnd();
  return text.endsWith(';') ? text : text.slice(text.lastIndexOf('\n') + 1).includes('--') ? `${text}\n;` : `${text};`;
}

module.exports = { MigrationBuilder, operationNames: Object.keys(OPERATIONS) };
