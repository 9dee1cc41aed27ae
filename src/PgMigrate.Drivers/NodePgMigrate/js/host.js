'use strict';

// The child process: reads what to do, loads every migration in order, and tells the statements of each. See NodeProcess.cs.

const util = require('node:util');
const { Channel } = require('./channel.js');
const guard = require('./guard.js');
const { answerForNodePgMigrate, load } = require('./loader.js');
const { run, placeOfError } = require('./migration.js');
const { withoutSession, withSession } = require('./database.js');

const end = process.reallyExit.bind(process);
const channel = new Channel();

function takeOverOutput() {
  const print = (...args) => channel.log(util.format(...args));
  for (const name of ['log', 'info', 'warn', 'error', 'debug', 'trace', 'dir', 'table']) {
    console[name] = print;
  }
  for (const stream of [process.stdout, process.stderr]) {
    stream.write = (chunk, encoding, done) => {
      channel.log(String(chunk).trimEnd());
      const finished = typeof encoding === 'function' ? encoding : done;
      finished?.();
      return true;
    };
  }
}

function failure(error, file) {
  const isError = error instanceof Error || typeof error?.message === 'string';
  const message = error?.code === 'ERR_ACCESS_DENIED' ? accessDenied(error)
    : isError ? String(error.message) : `The migration threw ${util.inspect(error, { depth: 1 })}.`;
  return { message: message.slice(0, 4000), code: typeof error?.code === 'string' ? error.code : null, place: placeOfError(error, file) };
}

/** Node's permission model says neither what nor whose fault. */
const accessDenied = ({ permission, resource }) =>
  (permission === 'FileSystemRead' ? `A migration may read files of its project only, not '${resource}'.`
    : permission === 'FileSystemWrite' ? `A migration may write no files ('${resource}').`
      : `A migration has no right to this (${permission ?? 'unknown permission'}).`);

/** What was thrown outside the promise that is waited for: it belongs to the migration that is running. */
let stray = null;
function catchStrays() {
  const note = (error) => {
    if (stray) {
      stray(error);
    }
  };
  process.on('uncaughtException', note);
  process.on('unhandledRejection', note);
}

async function withStrays(work) {
  try {
    return await Promise.race([work(), new Promise((_, reject) => { stray = reject; })]);
  } finally {
    stray = null;
  }
}

async function loadAll(request) {
  const shorthands = {};
  const migrations = [];
  for (const file of request.files) {
    channel.send({ kind: 'begin', file, stage: 'load' });
    try {
      const exports = await withStrays(() => load(file));
      Object.assign(shorthands, exports.shorthands ?? {});
      migrations.push({ file, exports, shorthands: { ...shorthands } });
    } catch (error) {
      channel.send({ kind: 'failed', file, stage: 'load', ...failure(error, file) });
    }
  }
  return migrations;
}

async function render(migration, direction, request) {
  const { file } = migration;
  channel.send({ kind: 'begin', file, stage: direction });
  const db = request.session ? withSession(ask) : withoutSession();
  try {
    const { steps, transaction } = await withStrays(() => run(migration, direction, db, request.decamelize));
    if (db.asked) {
      throw Object.assign(new Error('pgm.db was asked.'), { code: 'ERR_PGMIGRATE_NO_SESSION' });
    }
    channel.send({ kind: 'rendered', file, stage: direction, steps, transaction });
  } catch (error) {
    const told = failure(error, file);
    channel.send({ kind: 'failed', file, stage: direction, ...told, code: db.asked ? 'ERR_PGMIGRATE_NO_SESSION' : told.code });
  }
}

async function ask(text, values) {
  channel.send({ kind: 'query', text, values });
  return await channel.receive() ?? { columns: [], rows: [], failure: { message: 'The run ended.', code: null } };
}

async function main() {
  const request = await channel.receive();
  if (request === null) {
    return;
  }
  channel.use(request.mark);
  delete request.mark;
  takeOverOutput();
  answerForNodePgMigrate();
  catchStrays();
  guard();
  const migrations = await loadAll(request);
  for (const migration of migrations.filter(({ file }) => request.render === null || request.render.includes(file))) {
    for (const direction of request.directions) {
      await render(migration, direction, request);
    }
  }
  channel.send({ kind: 'end' });
}

main().then(() => end(0), (error) => {
  channel.send({ kind: 'broken', message: String(error?.stack ?? error) });
  end(1);
});
