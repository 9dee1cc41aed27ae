// A conversation through data-api-client, a wrapper that many use. It wants the second major version of AWS's client; one with the
// same methods over the third is given to it. Writes the outcome of each step.
'use strict'
const Module = require('node:module')
const path = require('node:path')
const load = Module.createRequire(path.join(process.argv[2], 'package.json'))
const sdk = load('@aws-sdk/client-rds-data')

async function read () {
  let text = ''
  for await (const part of process.stdin) text += part
  return JSON.parse(text)
}

async function main () {
  const { settings } = await read()
  const client = new sdk.RDSDataClient({
    endpoint: settings.endpoint,
    region: settings.region,
    credentials: { accessKeyId: settings.accessKeyId, secretAccessKey: settings.secretAccessKey },
    maxAttempts: 1
  })
  const call = operation => input => ({
    promise: async () => {
      const { $metadata, ...result } = await client.send(new sdk[operation + 'Command'](input))
      return result
    }
  })
  class RDSDataService {
    executeStatement = call('ExecuteStatement')
    batchExecuteStatement = call('BatchExecuteStatement')
    beginTransaction = call('BeginTransaction')
    commitTransaction = call('CommitTransaction')
    rollbackTransaction = call('RollbackTransaction')
  }
  const original = Module._load
  Module._load = (name, ...rest) => name === 'aws-sdk' ? { RDSDataService } : original(name, ...rest)
  const data = load('data-api-client')({ ...settings.target, engine: 'pg', AWS: { RDSDataService } })
  const outcomes = []
  const step = async work => {
    try {
      outcomes.push(await work())
    } catch (error) {
      outcomes.push({ error: error.name })
    }
  }

  await step(() => data.query('CREATE TABLE people (id int PRIMARY KEY, name text, born timestamptz, more jsonb)'))
  await step(() => data.query(
    'INSERT INTO people VALUES (:id, :name, :born, :more)',
    [
      [{ id: 1, name: 'Ada', born: null }, { name: 'more', value: '{"a":1}', cast: 'jsonb' }],
      [{ id: 2, name: 'Grace', born: null }, { name: 'more', value: null }]
    ]))
  await step(() => data.query('SELECT id, name, born FROM people WHERE id = :id', { id: 1 }))
  await step(() => data.transaction()
    .query('UPDATE people SET name = :name WHERE id = 2', { name: 'Hopper' })
    .query(() => ['SELECT oops'])
    .rollback(error => { outcomes.push({ rolledBack: error.name }) })
    .commit())
  await step(() => data.transaction().query('DELETE FROM people WHERE id = :id', { id: 1 }).commit())
  await step(() => data.query('SELECT id, name, more FROM people'))
  process.stdout.write(JSON.stringify(outcomes))
}

main().catch(error => { console.error(error); process.exit(1) })
