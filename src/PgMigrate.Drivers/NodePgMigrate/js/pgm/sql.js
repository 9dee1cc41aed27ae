'use strict';

/** Text with {key} filled in: strings and { schema, name } as names, everything else as values. */
function sql(b, text, values) {
  const source = Array.isArray(text) ? text.join(',') : text;
  if (typeof source !== 'string') {
    throw new Error('pgm.sql wants a string.');
  }
  if (values === undefined || values === null) {
    return source;
  }
  if (typeof values !== 'object' || Array.isArray(values)) {
    throw new Error('pgm.sql takes values as an object: pgm.sql(\'… {key} …\', { key: … }).');
  }
  const keys = Object.keys(values);
  if (keys.length === 0) {
    return source;
  }

  // In one pass, so that a filled in value is never taken for text to fill in.
  const pattern = new RegExp(`\\{(${keys.map((key) => key.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')).join('|')})\\}`, 'g');
  return source.replace(pattern, (whole, key) => {
    const value = values[key];
    const isName = typeof value === 'string' || (typeof value === 'object' && value !== null && 'name' in value);
    return isName ? b.name(value) : b.value(value);
  });
}

module.exports = { operations: { sql } };
