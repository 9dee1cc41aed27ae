'use strict';

// What a migration finds when it asks for 'node-pg-migrate' itself: for PgLiteral, and for PgType.

const { PgLiteral, isPgLiteral, escapeValue } = require('./literals.js');
const { MigrationBuilder } = require('./builder.js');

const TYPES = [
  'bigint', 'int8', 'bigserial', 'serial8', 'bit', 'bit varying', 'varbit', 'boolean', 'bool', 'box', 'bytea', 'character', 'char',
  'character varying', 'varchar', 'cidr', 'circle', 'date', 'double precision', 'float8', 'inet', 'integer', 'int', 'int4', 'interval',
  'json', 'jsonb', 'line', 'lseg', 'macaddr', 'macaddr8', 'money', 'numeric', 'decimal', 'path', 'pg_lsn', 'pg_snapshot', 'point',
  'polygon', 'real', 'float4', 'smallint', 'int2', 'smallserial', 'serial2', 'serial', 'serial4', 'text', 'time',
  'time without time zone', 'time with time zone', 'timetz', 'timestamp', 'timestamp without time zone', 'timestamp with time zone',
  'timestamptz', 'tsquery', 'tsvector', 'txid_snapshot', 'uuid', 'xml',
];

const PgType = Object.freeze({
  BIT_1: 'bit',
  ...Object.fromEntries(TYPES.map((type) => [type.toUpperCase().replaceAll(' ', '_'), type])),
});

module.exports = { PgLiteral, PgType, MigrationBuilder, isPgLiteral, escapeValue, PG_MIGRATE_LOCK_ID: 7241865325823964 };
