'use strict';

const { reversible } = require('./clauses.js');
const { bareName, schemaOf, inSchemaOf } = require('./names.js');

/**
 * RENAME TO takes a name without a schema (manual, ALTER TABLE). A new name in another schema moves the object there too; a new
 * name without one stays where it is.
 */
function rename(b, kind, from, to, suffix = '') {
  const target = inSchemaOf(to, from);
  const statements = [];
  if (bareName(from) !== bareName(to)) {
    statements.push(`ALTER ${kind} ${b.name(from)}${suffix} RENAME TO ${b.name(bareName(to))}`);
  }
  if (schemaOf(target) !== schemaOf(from) && schemaOf(target)) {
    statements.push(`ALTER ${kind} ${b.name({ schema: schemaOf(from), name: bareName(to) })}${suffix} SET SCHEMA ${b.name(schemaOf(target))}`);
  }
  return statements;
}

function renameBack(b, kind, from, to, suffix = '') {
  if (schemaOf(to) && !schemaOf(from)) {
    throw new Error(`Cannot infer the way back of a rename to "${schemaOf(to)}"."${bareName(to)}": where it came from is not said. Write exports.down.`);
  }
  return rename(b, kind, inSchemaOf(to, from), from, suffix);
}

/** ALTER <kind> a RENAME TO b, and back. */
const renamer = (kind) => reversible(
  (b, from, to) => rename(b, kind, from, to),
  (b, from, to) => renameBack(b, kind, from, to),
);

/** A part of an object: ALTER <kind> x RENAME <part> a TO b, and back. */
const partRenamer = (kind, part) => {
  const write = (b, owner, from, to) => `ALTER ${kind} ${b.name(owner)} RENAME ${part}${b.name(from)} TO ${b.name(to)}`;
  return reversible(write, (b, owner, from, to) => write(b, owner, to, from));
};

/** What lies on a table: ALTER <kind> a ON t RENAME TO b, and back. */
const onTableRenamer = (kind) => {
  const write = (b, table, from, to) => `ALTER ${kind} ${b.name(from)} ON ${b.name(table)} RENAME TO ${b.name(to)}`;
  return reversible(write, (b, table, from, to) => write(b, table, to, from));
};

module.exports = { rename, renameBack, renamer, partRenamer, onTableRenamer };
