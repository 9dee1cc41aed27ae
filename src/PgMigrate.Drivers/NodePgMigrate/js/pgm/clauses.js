'use strict';

/** Small pieces that many statements share. */

const ifExists = (options) => (options?.ifExists ? ' IF EXISTS' : '');
const ifNotExists = (options) => (options?.ifNotExists ? ' IF NOT EXISTS' : '');
const cascade = (options) => (options?.cascade ? ' CASCADE' : '');

/** Words that are there, one blank between them. */
const words = (...parts) => parts.filter((part) => part !== '' && part !== null && part !== undefined && part !== false).join(' ');

/** key = value, or the key alone for true. */
const settings = (pairs) => pairs.map(([key, value]) => (value === true ? key : `${key} = ${value}`)).join(', ');

const deferral = ({ deferrable, deferred }) =>
  deferrable ? `DEFERRABLE INITIALLY ${deferred ? 'DEFERRED' : 'IMMEDIATE'}` : '';

/** An operation that can be taken back. */
const reversible = (forward, reverse) => Object.assign(forward, { reverse });

/** DROP of a kind of object by name. */
const dropper = (kind) => (b, name, options) => `DROP ${kind}${ifExists(options)} ${b.name(name)}${cascade(options)}`;

module.exports = { ifExists, ifNotExists, cascade, words, settings, deferral, reversible, dropper };
