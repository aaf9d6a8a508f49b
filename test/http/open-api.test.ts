import { randomBytes } from 'node:crypto'

import { EncryptionCodec } from '../../temporal/codec.js'
import { allRoutes } from '../../src/http/all-routes.js'
import { pathsOf } from '../../src/http/registered-paths.js'
import { buildTestApp, type TestApp } from '../support/build-app.js'

let test: TestApp
let document: Document

interface Document {
  openapi: string
  paths: Record<string, Record<string, Operation>>
}

interface Operation {
  operationId: string
  deprecated?: boolean
  summary?: string
  responses: Record<string, { content?: Record<string, { schema: object }> }>
}

beforeAll(async () => {
  const payloadCodec = new EncryptionCodec([{ id: 'k1', key: randomBytes(32) }])
  test = await buildTestApp({ replace: { payloadCodec } })
  document = (await test.app.inject('/openapi.json')).json<Document>()
})
afterAll(() => test.close())

function operations(): { name: string; operation: Operation }[] {
  return Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ name: `${method} ${path}`, operation })),
  )
}

it('is OpenAPI 3.1 and holds every route under every address', () => {
  expect(document.openapi).toBe('3.1.0')
  const wanted = allRoutes(test.dependencies).flatMap((route) =>
    pathsOf(route).map((path) => `${route.method.toLowerCase()} ${path.replace(/:(\w+)/g, '{$1}')}`),
  )
  const names = operations().map(({ name }) => name)
  expect(wanted.filter((name) => !names.includes(name))).toEqual([])
})

it('marks aliases as deprecated and names operations once', () => {
  const detailed = document.paths['/health/detailed']?.get
  expect(detailed?.deprecated).toBe(true)
  expect(document.paths['/health/healthz']?.get).not.toHaveProperty('deprecated')
  const ids = operations().map(({ operation }) => operation.operationId)
  expect(new Set(ids).size).toBe(ids.length)
})

it('describes every answer', () => {
  const empty = operations().flatMap(({ name, operation }) =>
    Object.entries(operation.responses).flatMap(([status, response]) =>
      Object.values(response.content ?? {}).some(({ schema }) => Object.keys(schema).length === 0)
        ? [`${name} ${status}`]
        : [],
    ),
  )
  expect(empty).toEqual([])
  const withoutProblems = operations().filter(({ operation }) => !('4XX' in operation.responses))
  expect(withoutProblems.map(({ name }) => name)).toEqual([])
})

it('is shown as a page with its own scripts, under a policy for that page alone', async () => {
  const page = await test.app.inject('/docs')
  expect(page.statusCode).toBe(200)
  expect(page.headers['content-security-policy']).toBe(
    "default-src 'self'; img-src 'self' data:; style-src 'self' 'unsafe-inline'; frame-ancestors 'none'",
  )
  expect((await test.app.inject('/docs/static/swagger-ui-bundle.js')).statusCode).toBe(200)
  expect((await test.app.inject('/')).headers.location).toBe('/docs')
})

it('is not found where documentation is switched off', async () => {
  const closed = await buildTestApp({ environment: { DOCS_ENABLED: 'false' } })
  for (const url of ['/docs', '/openapi.json']) expect((await closed.app.inject(url)).statusCode).toBe(404)
  await closed.close()
})
