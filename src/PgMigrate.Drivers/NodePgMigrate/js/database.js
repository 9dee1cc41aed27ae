'use strict';

// `pgm.db`: questions that go to the session on the other side, where there is one.

/** Raised by every use where there is no session; the caller looks at `asked`, because a migration may catch it. */
function withoutSession() {
  const db = { asked: false };
  const refuse = async () => {
    db.asked = true;
    throw Object.assign(new Error('pgm.db has no database here.'), { code: 'ERR_PGMIGRATE_NO_SESSION' });
  };
  return Object.assign(db, { query: refuse, select: refuse, column: refuse });
}

/** @param ask sends a question and gives { columns, rows, failure } */
function withSession(ask) {
  const query = async (config, values) => {
    const text = typeof config === 'string' ? config : config?.text;
    if (typeof text !== 'string') {
      throw new Error('pgm.db.query wants a string, or an object with text and values.');
    }
    const bound = (values ?? config.values ?? []).map(parameter);
    const { columns, rows, failure } = await ask(text, bound);
    if (failure) {
      throw Object.assign(new Error(failure.message), { code: failure.code, detail: failure.detail ?? undefined });
    }
    const asArrays = typeof config === 'object' && config.rowMode === 'array';
    return {
      rows: rows.map((row) => (asArrays ? row.map(plain) : Object.fromEntries(columns.map((column, at) => [column, plain(row[at])])))),
      rowCount: rows.length,
      fields: columns.map((name) => ({ name })),
      command: text.trimStart().split(/\s/, 1)[0].toUpperCase(),
    };
  };
  const select = async (config, values) => (await query(config, values)).rows;
  return { asked: false, query, select, column: async (name, config, values) => (await select(config, values)).map((row) => row[name]) };
}

/** A value as it is bound: what is no number, boolean or null goes as text, as the pg package sends it. */
function parameter(value) {
  if (value === null || value === undefined) {
    return null;
  }
  if (typeof value === 'boolean' || typeof value === 'string') {
    return value;
  }
  if (typeof value === 'number') {
    return Number.isSafeInteger(value) ? value : String(value);
  }
  if (value instanceof Date) {
    return value.toISOString();
  }
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}

const plain = (value) => (value !== null && typeof value === 'object' && '$date' in value ? new Date(value.$date) : value);

module.exports = { withoutSession, withSession };
