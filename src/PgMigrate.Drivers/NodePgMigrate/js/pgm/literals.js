'use strict';

/** A piece of SQL that is written as it is; what `pgm.func` gives. */
class PgLiteral {
  constructor(value) {
    this.literal = true;
    this.value = value;
  }

  static create(value) {
    return new PgLiteral(value);
  }

  toString() {
    return this.value;
  }
}

const isPgLiteral = (value) =>
  value instanceof PgLiteral || (typeof value === 'object' && value !== null && value.literal === true && 'value' in value);

/** A dollar-quoted string, under the first of $pga$, $pgb$, … that the text does not hold. */
function dollarQuote(text) {
  for (let number = 0; ; number++) {
    const tag = `$pg${letters(number)}$`;
    if (!text.includes(tag)) {
      return tag + text + tag;
    }
  }
}

function letters(number) {
  const last = String.fromCharCode(97 + (number % 26));
  return number < 26 ? last : letters(Math.floor(number / 26) - 1) + last;
}

/** A value as SQL writes it. What has no such form is an error, never an empty place in a statement. */
function escapeValue(value) {
  if (value === null) {
    return 'NULL';
  }
  if (typeof value === 'string') {
    return dollarQuote(value);
  }
  if (typeof value === 'number' || typeof value === 'boolean' || typeof value === 'bigint') {
    return String(value);
  }
  if (Array.isArray(value)) {
    return `ARRAY${elements(value)}`;
  }
  if (isPgLiteral(value)) {
    return String(value.value);
  }
  throw new Error(`A value of type ${describe(value)} cannot be written as SQL. Give a string, a number, true, false, null, an array of these, or pgm.func('…').`);
}

const elements = (list) =>
  `[${list.map((item) => (Array.isArray(item) ? elements(item) : escapeValue(item))).join(',')}]`;

const describe = (value) =>
  value === undefined ? 'undefined' : typeof value === 'object' ? value.constructor?.name ?? 'object' : typeof value;

/** someName → some_name, HTTPServer → http_server. */
const decamelize = (text) =>
  text.replace(/([a-z\d])([A-Z])/g, '$1_$2').replace(/([A-Z]+)([A-Z][a-z\d]+)/g, '$1_$2').toLowerCase();

module.exports = { PgLiteral, isPgLiteral, escapeValue, decamelize };
