'use strict';

// Runs one direction of a migration and gives its statements.

const { fileURLToPath } = require('node:url');
const { MigrationBuilder } = require('./pgm/builder.js');

/** Frames looked through for the call in the migration. */
const FRAMES = 30;

/** Where in a file the code is that is running now, or null. */
function placeIn(file) {
  const { prepareStackTrace, stackTraceLimit } = Error;
  try {
    Error.stackTraceLimit = FRAMES;
    Error.prepareStackTrace = (_, frames) => frames;
    return placeOf(new Error().stack, file);
  } finally {
    Error.prepareStackTrace = prepareStackTrace;
    Error.stackTraceLimit = stackTraceLimit;
  }
}

function placeOf(frames, file) {
  if (!Array.isArray(frames)) {
    return null;
  }
  for (const frame of frames) {
    const name = frame.getFileName?.() ?? '';
    if ((name.startsWith('file:') ? fileURLToPath(name) : name) === file) {
      return { line: frame.getLineNumber(), column: frame.getColumnNumber() };
    }
  }
  return null;
}

/** The place of an error in a file, read from its stack; a SyntaxError names file and line before the stack. */
function placeOfError(error, file) {
  const stack = typeof error?.stack === 'string' ? error.stack : '';
  for (const line of stack.split('\n').slice(0, FRAMES)) {
    const at = line.indexOf(file);
    const found = at < 0 ? null : /^:(\d+)(?::(\d+))?/.exec(line.slice(at + file.length));
    if (found) {
      return { line: Number(found[1]), column: found[2] ? Number(found[2]) : 1 };
    }
  }
  return null;
}

/**
 * @param migration its exports, file and shorthands
 * @param direction 'up' or 'down'
 * @param db what answers `pgm.db`
 */
async function run(migration, direction, db, decamelize) {
  const { exports, file, shorthands } = migration;
  const pgm = new MigrationBuilder(db, shorthands, decamelize, () => placeIn(file));
  let action = exports[direction];
  if (action === undefined && direction === 'down') {
    // Without a way back of its own, the way there is gone backwards.
    pgm.enableReverseMode();
    action = exports.up;
  }
  if (action === false) {
    throw Object.assign(new Error(`exports.${direction} is false: the migration cannot be ${direction === 'down' ? 'taken back' : 'applied'}.`), { code: 'ERR_PGMIGRATE_NO_WAY' });
  }
  if (typeof action !== 'function') {
    throw new Error(`The migration has no exports.${direction} that is a function.`);
  }
  await call(action, pgm);
  return { steps: pgm.steps, transaction: pgm.isUsingTransaction() };
}

/** A second parameter is a callback, to be called when the work is done. */
function call(action, pgm) {
  if (action.length !== 2) {
    return action(pgm);
  }
  return new Promise((resolve, reject) => {
    const returned = action(pgm, (error) => (error ? reject(error) : resolve()));
    if (typeof returned?.then === 'function') {
      returned.then(undefined, reject);
    }
  });
}

module.exports = { run, placeOfError };
