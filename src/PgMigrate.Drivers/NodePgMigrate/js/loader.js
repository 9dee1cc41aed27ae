'use strict';

// Loads migrations: ES modules and CommonJS, as Node itself tells them apart, with our own package in the place of node-pg-migrate.

const Module = require('node:module');
const path = require('node:path');
const { pathToFileURL } = require('node:url');

const OWN = path.join(__dirname, 'pgm', 'index.js');

function answerForNodePgMigrate() {
  const resolve = Module._resolveFilename;
  Module._resolveFilename = function (request, ...rest) {
    return request === 'node-pg-migrate' ? OWN : resolve.call(this, request, ...rest);
  };

  // import has hooks of its own, in this thread since Node 22.15 and 23.5; before, it finds the installed package.
  Module.registerHooks?.({
    resolve: (specifier, context, next) => (specifier === 'node-pg-migrate'
      ? { url: pathToFileURL(OWN).href, format: 'commonjs', shortCircuit: true } : next(specifier, context)),
  });
}

/** The exports of a migration: those of its default export too, as transpilers and `export default { up }` leave them. */
async function load(file) {
  const loaded = await import(pathToFileURL(file).href);
  const inner = loaded.default;
  const from = (name) => loaded[name] !== undefined ? loaded[name]
    : (typeof inner === 'object' || typeof inner === 'function') && inner !== null ? inner[name] : undefined;
  return { up: from('up'), down: from('down'), shorthands: from('shorthands') };
}

module.exports = { answerForNodePgMigrate, load };
