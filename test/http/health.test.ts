import { buildTestApp, type TestApp } from '../support/build-app.js'
import { cloneDatabase, type ClonedDatabase } from '../support/database.js'

let database: ClonedDatabase
let test: TestApp

beforeAll(async () => {
  database = await cloneDatabase()
  test = await buildTestApp({ environment: { DATABASE_URL: database.url } })
})
afterAll(async () => {
  await test.close()
  await database.drop()
})

it('answers health and liveness without asking anything else', async () => {
  const health = await test.app.inject({ url: '/health' })
  expect(health.statusCode).toBe(200)
  expect(health.json()).toEqual({
    status: 'healthy',
    service: 'makrx-store',
    timestamp: expect.stringMatching(/Z$/) as string,
    version: '0.1.0',
  })
  const live = await test.app.inject({ url: '/health/live' })
  expect(live.json()).toMatchObject({ status: 'alive', service: 'makrx-store' })
})

it('names every check in fixed words, under both addresses', async () => {
  for (const url of ['/health/healthz', '/health/detailed']) {
    const response = await test.app.inject({ url })
    expect(response.statusCode).toBe(200)
    expect(response.json<{ checks: object }>().checks).toEqual({
      database: 'healthy',
      migrations: 'disabled',
      redis: 'disabled',
      temporal: 'disabled',
      workers: 'disabled',
      keycloak: 'healthy',
      storage: 'disabled',
      makrcave: 'disabled',
      payments: 'disabled',
    })
  }
})
