'use strict';

// Takes away what a migration has no business with: the network, other processes, the end of this one. Node's permission model
// keeps files, processes, workers and add-ons; the network it leaves open (up to Node 24), so it is closed here, before the first
// line of a migration is loaded. It is a fence for honest code and mistakes, not a wall: see docs/javascript-migrations.md.

const Module = require('node:module');

/** A function, not an arrow: some are called with new. */
const refuse = (what, why = 'it has no network and starts no processes here') => function refused() {
  throw Object.assign(new Error(`A migration may not use ${what}: ${why}.`), { code: 'ERR_PGMIGRATE_DENIED' });
};

/** Modules of which every function is refused, and the methods of classes that must stay because standard input and output are made of them. */
const NETWORK = {
  net: ['Socket.connect', 'Server.listen', 'Server._listen2'],
  tls: ['TLSSocket.connect'],
  dgram: ['Socket.bind', 'Socket.send', 'Socket.connect'],
  dns: ['Resolver.resolve', 'Resolver.resolve4', 'Resolver.resolve6', 'Resolver.resolveAny', 'Resolver.resolveTxt', 'Resolver.reverse'],
  'dns/promises': ['Resolver.resolve', 'Resolver.resolve4', 'Resolver.resolve6', 'Resolver.resolveAny', 'Resolver.resolveTxt', 'Resolver.reverse'],
  http: [],
  https: [],
  http2: [],
  child_process: [],
  cluster: [],
  worker_threads: [],
  inspector: [],
  repl: [],
};

const GLOBALS = ['fetch', 'WebSocket', 'EventSource', 'XMLHttpRequest'];

/** Functions that only look at their arguments. */
const HARMLESS = new Set(['isIP', 'isIPv4', 'isIPv6', 'validateHeaderName', 'validateHeaderValue', 'getServers', 'getDefaultResultOrder']);

function closeNetwork() {
  for (const [name, methods] of Object.entries(NETWORK)) {
    const exported = require(name);
    for (const method of methods) {
      const [type, member] = method.split('.');
      if (exported[type]?.prototype && member in exported[type].prototype) {
        lock(exported[type].prototype, member, refuse(name));
      }
    }
    for (const key of Object.keys(exported)) {
      if (typeof exported[key] === 'function' && !HARMLESS.has(key) && !isKeptClass(name, key)) {
        lock(exported, key, refuse(`${name}.${key}`));
      }
    }
  }
  for (const name of GLOBALS) {
    lock(globalThis, name, refuse(name));
  }

  // What import { connect } from 'node:net' binds are copies.
  Module.syncBuiltinESMExports();
}

/** Classes others derive from (pg, for one) or that are instances already. Their dangerous methods are locked one by one. */
const isKeptClass = (module, key) =>
  /^[A-Z]/.test(key) && ['net', 'tls', 'dgram', 'dns', 'dns/promises', 'http', 'https', 'http2'].includes(module) && !['ClientRequest'].includes(key);

function closeProcess() {
  for (const name of ['exit', 'reallyExit', 'abort', 'kill', '_kill', 'dlopen', 'binding', '_linkedBinding', 'chdir', 'setuid', 'setgid', '_debugProcess']) {
    if (name in process) {
      lock(process, name, refuse(`process.${name}`, 'it shares its process with the other migrations'));
    }
  }
}

function lock(target, name, value) {
  Object.defineProperty(target, name, { value, writable: false, configurable: false, enumerable: true });
}

/** To be called once, when standard input and output are in hand. */
module.exports = function guard() {
  closeNetwork();
  closeProcess();
};
