import { createServer } from 'node:net'
import { once } from 'node:events'
import { join } from 'node:path'
import { Client, Connection } from '@temporalio/client'
import { findTemporalCli } from '../../src/development/temporal-cli.js'
import { startTemporal, type TemporalOptions, type TemporalServer } from '../../src/development/temporal-server.js'
import { scratchFolder } from '../support/scratch-folder.js'

const namespace = 'makrx-restart'
const folder = scratchFolder()
let options: TemporalOptions
let running: TemporalServer | undefined

beforeAll(async () => {
  const { path } = await findTemporalCli()
  const searchAttributes = { Attention: 'Keyword', DueAt: 'Datetime' } as const
  options = { cli: path, logFile: join(folder, 'log'), namespaces: [namespace], searchAttributes }
})

afterEach(async () => {
  await running?.stop()
  running = undefined
})

test('with a file, a workflow that was started goes on after a restart', async () => {
  const dbFile = join(folder, 'temporal.db')
  running = await startTemporal({ ...options, dbFile })
  await withClient(running, (client) => client.workflow.start('sample', { taskQueue: 'none', workflowId: 'kept' }))
  await running.stop()
  running = await startTemporal({ ...options, dbFile })
  const kept = await withClient(running, (client) => client.workflow.getHandle('kept').describe())
  expect(kept.status.name).toBe('RUNNING')
})

test('a file that another server works on is refused', async () => {
  const dbFile = join(folder, 'shared.db')
  running = await startTemporal({ ...options, dbFile })
  await expect(startTemporal({ ...options, dbFile })).rejects.toThrow(
    /Temporal still uses .*shared\.db \(process \d+\)/,
  )
})

test('every namespace has the search attributes, with their types', async () => {
  running = await startTemporal(options)
  const { customAttributes } = await withClient(running, ({ connection }) =>
    connection.operatorService.listSearchAttributes({ namespace }),
  )
  expect(customAttributes).toMatchObject({ Attention: 2, DueAt: 6 })
})

test('the UI is served on the wanted port, and a taken one is one sentence', async () => {
  const taken = createServer().listen(0, '127.0.0.1')
  await once(taken, 'listening')
  const { port: uiPort } = taken.address() as { port: number }
  const sentence = `The Temporal UI needs port ${uiPort} on 127.0.0.1, which is taken`
  await expect(startTemporal({ ...options, uiPort })).rejects.toThrow(sentence)
  await once(taken.close(), 'close')
  running = await startTemporal({ ...options, uiPort })
  expect((await fetch(running.uiUrl ?? '')).status).toBe(200)
})

async function withClient<T>(
  { address }: TemporalServer,
  work: (client: Client & { connection: Connection }) => Promise<T>,
): Promise<T> {
  const connection = await Connection.connect({ address })
  try {
    return await work(Object.assign(new Client({ connection, namespace }), { connection }))
  } finally {
    await connection.close()
  }
}
