import type { AddressInfo } from 'node:net'

import { z } from 'zod'

import { defineRoute, type RouteDefinition } from '../../src/http/route.js'
import { healthRoutes } from '../../src/http/routes/health.js'
import { buildTestApp, type TestApp } from '../support/build-app.js'
import { cloneDatabase, type ClonedDatabase } from '../support/database.js'

let database: ClonedDatabase
let test: TestApp
let origin: string
let release = (): void => undefined
let entered: Promise<void>

/** Answers when the test lets it. */
function patientRoute(): RouteDefinition {
  let enter = (): void => undefined
  entered = new Promise((resolve) => {
    enter = resolve
  })
  const released = new Promise<void>((resolve) => {
    release = resolve
  })
  return defineRoute({
    method: 'GET',
    path: '/api/patient',
    summary: 'Waits',
    tag: 'test',
    access: 'public',
    limit: 'none',
    idempotency: 'none',
    schema: { response: { 200: z.object({ served: z.boolean() }) } },
    handler: async () => {
      enter()
      await released
      return { served: true }
    },
  })
}

beforeAll(async () => {
  database = await cloneDatabase()
  test = await buildTestApp({
    environment: { DATABASE_URL: database.url },
    routes: (dependencies) => [patientRoute(), ...healthRoutes(dependencies)],
  })
  await test.app.listen({ port: 0, host: '127.0.0.1' })
  origin = `http://127.0.0.1:${(test.app.server.address() as AddressInfo).port}`
})
afterAll(async () => {
  await test.close()
  await database.drop()
})

it('is not ready while it drains, closes connections, and finishes what it has begun', async () => {
  expect((await fetch(`${origin}/health/ready`)).status).toBe(200)
  const begun = fetch(`${origin}/api/patient`)
  await entered

  test.dependencies.stopState.drain()
  const ready = await fetch(`${origin}/health/ready`)
  expect(ready.status).toBe(503)
  expect(ready.headers.get('connection')).toBe('close')
  expect(((await ready.json()) as { status: string }).status).toBe('unhealthy')
  expect(test.dependencies.stopState.signal.aborted).toBe(true)

  test.dependencies.stopState.close()
  const refused = await test.app.inject('/api/patient')
  expect(refused.json()).toMatchObject({ status: 503, code: 'service_unavailable', retry_after: 1 })

  const closed = test.app.close()
  release()
  const answer = await begun
  expect(answer.status).toBe(200)
  expect(await answer.json()).toEqual({ served: true })
  await closed
})
