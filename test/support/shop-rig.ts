import type { ApiDependencies } from '../../src/http/api-dependencies.js'
import type { RouteDefinition } from '../../src/http/route.js'
import type { Database } from '../../src/db/sequelize.js'
import { buildTestApp, type TestApp } from './build-app.js'
import { cloneDatabase } from './database.js'

export const SHOP_API_KEY = 'the-key-that-makrcave-holds'

export interface ShopRig {
  readonly test: TestApp
  readonly database: Database
  /** a token per person is signed once */
  ask(call: ShopCall): Promise<ShopAnswer>
  close(): Promise<void>
}

export interface ShopCall {
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE'
  readonly url: string
  readonly body?: object
  readonly headers?: Readonly<Record<string, string>>
  /** a signed-in person, by `sub` */
  readonly user?: string
  /** the verified address in their token */
  readonly email?: string
  /** a guest's `X-Session-ID` */
  readonly session?: string
}

interface ShopAnswer {
  readonly status: number
  // What an answer holds is the matter of the test.
  readonly json: Record<string, unknown>
  readonly headers: Readonly<Record<string, unknown>>
  readonly body: string
}

/** An app with these routes over a database of its own, where nobody runs into a rate limit. */
export async function openShopRig(
  routes: (dependencies: ApiDependencies) => readonly RouteDefinition[],
): Promise<ShopRig> {
  const clone = await cloneDatabase()
  const limits = { RATE_LIMIT_API: '100000', RATE_LIMIT_READ: '100000' }
  const environment = { DATABASE_URL: clone.url, MAKRCAVE_API_KEY: SHOP_API_KEY, ...limits }
  const test = await buildTestApp({ environment, routes })
  return {
    test,
    database: test.dependencies.database,
    ask: (call) => ask(test, call),
    async close() {
      await test.close()
      await clone.drop()
    },
  }
}

async function ask(test: TestApp, call: ShopCall): Promise<ShopAnswer> {
  const { method, url, body, headers, user, email, session } = call
  const token = user === undefined ? undefined : await test.tokens.userToken({ sub: user, ...(email && { email }) })
  const answer = await test.app.inject({
    method,
    url,
    headers: {
      ...(token !== undefined && { authorization: `Bearer ${token}` }),
      ...(session !== undefined && { 'x-session-id': session }),
      ...headers,
    },
    ...(body && { payload: body }),
  })
  const json = answer.json<Record<string, unknown>>()
  return { status: answer.statusCode, json, headers: answer.headers, body: answer.body }
}
