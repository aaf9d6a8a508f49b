import { createHash, randomUUID } from 'node:crypto'

import type { RunningServer } from '../../src/development/child-server.js'
import { freePort } from '../../src/development/free-port.js'
import { withClient } from '../support/database-commands.js'
import { cloneDatabase, type ClonedDatabase } from '../support/database.js'
import { startErrorTracker, type ErrorTracker } from '../support/error-tracker.js'
import { startReportingProcess } from '../support/reporting-process.js'

jest.setTimeout(60_000)

const CANARY = `CANARY-${randomUUID()}`

let database: ClonedDatabase
let tracker: ErrorTracker
let server: RunningServer
let url: string

beforeAll(async () => {
  database = await cloneDatabase()
  tracker = await startErrorTracker()
  const port = await freePort()
  url = `http://127.0.0.1:${port}`
  server = await startReportingProcess({
    file: 'src/server.ts',
    tracker,
    environment: {
      PORT: String(port),
      DATABASE_URL: database.url,
      SECRET_KEY: CANARY,
      SENTRY_TRACES_SAMPLE_RATE: '1',
    },
    readyUrl: `${url}/health/live`,
  })
})
afterAll(async () => {
  await server.stop()
  await tracker.stop()
  await database.drop()
})

/** Every place where a caller can put something that must not leave the process. */
async function ask(path: string, body?: object): Promise<number> {
  const response = await fetch(`${url}${path}?ticket=${CANARY}`, {
    headers: {
      'x-session-id': CANARY,
      cookie: `csrf_token=${CANARY}`,
      'idempotency-key': CANARY,
      'content-type': 'application/json',
    },
    ...(body && { method: 'POST', body: JSON.stringify(body) }),
  })
  return response.status
}

it('reports each defect once, a refusal never, and nothing of what callers sent', async () => {
  expect(await ask('/api/cart')).toBe(200)
  expect(await ask('/api/uploads')).toBe(401)
  expect(await ask('/api/nowhere')).toBe(404)
  expect(await ask('/api/cart/add', { quantity: CANARY })).toBe(422)

  await withClient(database.url, (client) => client.query('DROP TABLE store_shipping_methods, idempotency_keys'))
  expect(await ask('/api/shipping-methods')).toBe(500)
  expect(await ask('/api/cart/add', { product_id: 1, quantity: 1, notes: CANARY })).toBe(500)
  await server.stop()

  const reports = tracker.reports()
  expect(reports.map(({ tags }) => tags)).toEqual([{ route: '/api/shipping-methods' }, { route: '/api/cart/add' }])
  for (const { exception } of reports) expect(exception?.values[0]?.stacktrace.frames).not.toEqual([])
  expect(tracker.everything()).toContain('"type":"transaction"')
  expect(tracker.everything()).not.toContain(CANARY)
  expect(tracker.everything()).not.toContain(createHash('sha256').update(CANARY).digest('hex'))
  // The database's own words.
  expect(tracker.everything()).not.toContain('does not exist')
})
