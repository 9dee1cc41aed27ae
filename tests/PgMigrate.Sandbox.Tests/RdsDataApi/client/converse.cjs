// Runs a conversation with the Data API through AWS's own client. Takes { settings, calls: [{ operation, input }] } on standard
// input and writes one outcome for each call. The text "$transaction" stands for the last transaction's identifier, and a value
// { "$blob": "base64" } for bytes.
'use strict'
const path = require('node:path')
const { createRequire } = require('node:module')
const load = createRequire(path.join(process.argv[2], 'package.json'))
const sdk = load('@aws-sdk/client-rds-data')

async function read () {
  let text = ''
  for await (const part of process.stdin) text += part
  return JSON.parse(text)
}

function fill (value, transaction) {
  if (value === '$transaction') return transaction
  if (Array.isArray(value)) return value.map(item => fill(item, transaction))
  if (value && typeof value === 'object') {
    if (value.$blob !== undefined) return Buffer.from(value.$blob, 'base64')
    return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, fill(item, transaction)]))
  }
  return value
}

function show (name, value) {
  if (value instanceof Uint8Array) return { $blob: Buffer.from(value).toString('base64') }
  return typeof value === 'bigint' ? value.toString() : value
}

async function main () {
  const { settings, calls } = await read()
  const client = new sdk.RDSDataClient({
    endpoint: settings.endpoint,
    region: settings.region,
    credentials: { accessKeyId: settings.accessKeyId, secretAccessKey: settings.secretAccessKey },
    maxAttempts: 1
  })
  const outcomes = []
  let transaction
  for (const { operation, input } of calls) {
    try {
      const command = new sdk[operation + 'Command'](fill({ ...settings.target, ...input }, transaction))
      const { $metadata, ...result } = await client.send(command)
      transaction = result.transactionId ?? transaction
      outcomes.push({ status: $metadata.httpStatusCode, result })
    } catch (error) {
      outcomes.push({
        error: error.name,
        message: error.message,
        status: error.$metadata?.httpStatusCode,
        modelled: typeof sdk[error.name] === 'function' && error instanceof sdk[error.name],
        dbConnectionId: error.dbConnectionId
      })
    }
  }
  process.stdout.write(JSON.stringify(outcomes, show))
}

main().catch(error => { console.error(error); process.exit(1) })
