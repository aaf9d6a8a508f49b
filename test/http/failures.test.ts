import { z } from 'zod'

import { execute, firstRow } from '../../src/db/sequelize.js'
import { OutcomeUnknown, UpstreamRefused, UpstreamUnavailable } from '../../src/domain/errors.js'
import { defineRoute, type RouteDefinition } from '../../src/http/route.js'
import { healthRoutes } from '../../src/http/routes/health.js'
import { buildTestApp, type TestApp } from '../support/build-app.js'
import { cloneDatabase, type ClonedDatabase } from '../support/database.js'

let database: ClonedDatabase
let test: TestApp

/** What `/api/failing/<name>` runs into. */
function failures({ dependencies }: { dependencies: TestApp['dependencies'] }): Record<string, () => Promise<unknown>> {
  const { database: pool } = dependencies
  return {
    text_for_number: () => firstRow(pool, 'SELECT $1::int AS n', ['x']),
    number_out_of_range: () => firstRow(pool, 'SELECT $1::int AS n', ['9999999999']),
    nul_in_text: () => firstRow(pool, "SELECT $1::jsonb #>> '{}' AS t", ['"\\u0000"']),
    unique: async () => {
      await execute(pool, "INSERT INTO store_users (sub) VALUES ('twin') ON CONFLICT DO NOTHING")
      await execute(pool, "INSERT INTO store_users (sub) VALUES ('twin')")
    },
    not_null: () => execute(pool, 'INSERT INTO store_users (sub) VALUES (NULL)'),
    slow_statement: () => execute(pool, 'SET LOCAL statement_timeout = 10; SELECT pg_sleep(5)'),
    cut_connection: () => execute(pool, 'SELECT pg_terminate_backend(pg_backend_pid())'),
    no_such_table: () => execute(pool, 'SELECT secret_column FROM no_such_table'),
    upstream_away: () => Promise.reject(new UpstreamUnavailable('https://cave.test is away', 17)),
    upstream_refused: () => Promise.reject(new UpstreamRefused('422 from https://cave.test')),
    outcome_unknown: () => Promise.reject(new OutcomeUnknown('sent, not answered')),
    odd: () => Promise.reject(Object.assign(Object.create(null) as Error, { text: 'that was thrown' })),
  }
}

function failingRoute(dependencies: TestApp['dependencies']): RouteDefinition {
  const all = failures({ dependencies })
  return defineRoute({
    method: 'GET',
    path: '/api/failing/:name',
    summary: 'Fails',
    tag: 'test',
    access: 'public',
    limit: 'none',
    idempotency: 'none',
    schema: { params: z.object({ name: z.string() }), response: { 200: z.object({}) } },
    handler: async ({ params }) => {
      await all[params.name]?.()
      return {}
    },
  })
}

beforeAll(async () => {
  database = await cloneDatabase()
  test = await buildTestApp({
    environment: { DATABASE_URL: database.url },
    routes: (dependencies) => [failingRoute(dependencies), ...healthRoutes(dependencies)],
  })
})
afterAll(async () => {
  await test.close()
  await database.drop()
})

it.each([
  ['text_for_number', 422, 'validation_error'],
  ['number_out_of_range', 422, 'validation_error'],
  ['nul_in_text', 422, 'validation_error'],
  ['unique', 422, 'validation_error'],
  ['not_null', 422, 'validation_error'],
  ['no_such_table', 500, 'internal_error'],
  ['slow_statement', 503, 'service_unavailable'],
  ['upstream_away', 503, 'upstream_unavailable'],
  ['upstream_refused', 502, 'upstream_bad_response'],
  ['outcome_unknown', 503, 'upstream_unavailable'],
  ['odd', 500, 'internal_error'],
  // Last, for the pool may hand out the broken connection once more.
  ['cut_connection', 503, 'service_unavailable'],
])('answers %s with %i %s and no word of what is behind it', async (name, status, code) => {
  const response = await test.app.inject(`/api/failing/${name}`)
  expect(response.json()).toMatchObject({ status, code })
  expect(response.body).not.toMatch(
    /select|insert|store_users|no_such_table|cave\.test|sequelize|timeout|thrown|at \//i,
  )
  expect(response.headers['retry-after'] === undefined).toBe(status !== 503)
})

it('passes on how long the other side wants us to wait', async () => {
  expect((await test.app.inject('/api/failing/upstream_away')).headers['retry-after']).toBe('17')
})

it('answers 503 while the database is away, is not ready, and stays alive', async () => {
  const cut = await buildTestApp({
    environment: { DATABASE_URL: 'postgresql://nobody@127.0.0.1:1/none' },
    routes: (dependencies) => [failingRoute(dependencies), ...healthRoutes(dependencies)],
  })
  expect((await cut.app.inject('/api/failing/not_null')).json()).toMatchObject({
    status: 503,
    code: 'service_unavailable',
  })
  const ready = await cut.app.inject('/health/ready')
  expect(ready.statusCode).toBe(503)
  expect(ready.headers['content-type']).toBe('application/json; charset=utf-8')
  expect(ready.json()).toMatchObject({ status: 'unhealthy' })
  const detailed = await cut.app.inject('/health/detailed')
  expect(detailed.json<{ checks: { database: string } }>().checks.database).toBe('unhealthy: refused')
  expect((await cut.app.inject('/health/live')).statusCode).toBe(200)
  await cut.close()
})

it('sheds load with 503 while the event loop lags, but answers health', async () => {
  const busy = await buildTestApp({
    replace: { maxLagMs: 1 },
    routes: (dependencies) => [failingRoute(dependencies), ...healthRoutes(dependencies)],
  })
  const deadline = Date.now() + 20_000
  let response = await busy.app.inject('/api/failing/none')
  while (response.statusCode !== 503 && Date.now() < deadline) {
    const until = Date.now() + 200
    while (Date.now() < until) Math.sqrt(until)
    await new Promise((resolve) => setTimeout(resolve, 0))
    response = await busy.app.inject('/api/failing/none')
  }
  expect(response.json()).toMatchObject({ code: 'service_unavailable', retry_after: 1 })
  expect((await busy.app.inject('/health/live')).statusCode).toBe(200)
  await busy.close()
})

it('shows its figures to Prometheus', async () => {
  await test.app.inject('/health/live')
  const response = await test.app.inject('/metrics')
  expect(response.headers['content-type']).toMatch(/^text\/plain; version=0\.0\.4/)
  for (const name of [
    ...['http_request_duration_seconds', 'store_quote_to_order_total', 'store_webhook_events_total'],
    ...['store_webhook_retry_total', 'store_inbox_pending', 'store_service_order_duration_seconds'],
    ...['store_attention_open', 'store_bom_lines_total', 'store_idempotency_total', 'store_rate_limited_total'],
    ...['store_stock_drift', 'store_quote_error_ratio'],
  ]) {
    expect(response.body).toContain(`# TYPE ${name} `)
  }
  expect(response.body).toMatch(
    /http_request_duration_seconds_bucket\{le="0\.005",method="GET",route="\/health\/live",status="200"\}/,
  )
})
