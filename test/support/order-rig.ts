import type { LightMyRequestResponse } from 'fastify'

import { RowListener } from '../../src/db/listen.js'
import type { Database } from '../../src/db/sequelize.js'
import type { ApiDependencies } from '../../src/http/api-dependencies.js'
import type { PaymentProvider } from '../../src/ports.js'
import { buildTestApp, type TestApp, type TestAppOptions } from './build-app.js'
import { cloneDatabase } from './database.js'
import { FakeGateway } from './fake-gateway.js'

/** A listener that says when somebody begins to wait for a subject. */
class WatchedListener extends RowListener {
  private onWait: ((subject: string) => void) | undefined

  override async wait(subject: string, ms: number, signal?: AbortSignal): Promise<void> {
    const waited = super.wait(subject, ms, signal)
    this.onWait?.(subject)
    return waited
  }

  /** Resolves with the subject as soon as a request waits for a row. */
  nextWait(): Promise<string> {
    return new Promise((resolve) => {
      this.onWait = resolve
    })
  }
}

export interface Asking {
  readonly as?: 'shopper' | 'stranger' | 'admin' | 'cave' | 'nobody'
  readonly body?: object | Buffer
  readonly headers?: Readonly<Record<string, string>>
}

/** The whole API over a real database and fake workflows, and the people who ask. */
export interface OrderRig {
  readonly test: TestApp
  readonly database: Database
  readonly workflows: FakeGateway
  readonly listener: WatchedListener
  /** `authorization` and the like of one of the people */
  headersOf(who?: Asking['as']): Record<string, string>
  ask(method: 'GET' | 'POST' | 'PUT' | 'DELETE', url: string, asking?: Asking): Promise<LightMyRequestResponse>
  close(): Promise<void>
}

export async function openOrderRig(options: RigOptions = {}): Promise<OrderRig> {
  const clone = await cloneDatabase()
  const workflows: FakeGateway = new FakeGateway(() => test.dependencies.database)
  const listener = new WatchedListener(clone.url, SILENT)
  const test = await buildTestApp({
    environment: { DATABASE_URL: clone.url, MAKRCAVE_API_KEY: CAVE_KEY, ...NO_LIMITS, ...options.environment },
    replace: { workflows, listener, payments: { stripe: STRIPE }, ...options.replace },
    ...(options.routes && { routes: options.routes }),
  })
  listener.start()
  const credentials = await credentialsOf(test)
  const headersOf = (who: Asking['as'] = 'shopper'): Record<string, string> => credentials[who]
  return {
    test,
    database: test.dependencies.database,
    workflows,
    listener,
    headersOf,
    ask(method, url, { as, body, headers } = {}) {
      return test.app.inject({ method, url, headers: { ...headersOf(as), ...headers }, ...(body && { payload: body }) })
    },
    async close() {
      await test.close()
      await clone.drop()
    },
  }
}

export interface RigOptions {
  readonly replace?: Partial<ApiDependencies>
  readonly environment?: Readonly<Record<string, string>>
  /** instead of all routes of the store */
  readonly routes?: TestAppOptions['routes']
}

const CAVE_KEY = 'the-key-that-makrcave-holds'
const NO_LIMITS = {
  RATE_LIMIT_QUOTE: '9999',
  RATE_LIMIT_CHECKOUT: '9999',
  RATE_LIMIT_API: '9999',
  RATE_LIMIT_UPLOAD: '9999',
}
const STRIPE = { name: 'stripe', mode: 'test' } as PaymentProvider
const SILENT = { warn: () => undefined } as unknown as ApiDependencies['logger']

async function credentialsOf({ tokens }: TestApp): Promise<Record<NonNullable<Asking['as']>, Record<string, string>>> {
  return {
    shopper: bearer(await tokens.userToken({ sub: 'user-1', email: 'asha@example.test' })),
    stranger: bearer(await tokens.userToken({ sub: 'user-2' })),
    admin: bearer(await tokens.adminToken()),
    cave: { 'x-api-key': CAVE_KEY },
    nobody: {},
  }
}

function bearer(token: string): Record<string, string> {
  return { authorization: `Bearer ${token}` }
}
