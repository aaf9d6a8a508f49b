import type { Redis } from 'ioredis'

import { type Database, firstRow, rows } from './db/sequelize.js'
import type { HealthCheck } from './health-report.js'
import type { TokenVerifier } from './ports.js'

/** Nothing to ask: the feature is switched off. */
export const disabledCheck: HealthCheck = () => Promise.resolve('disabled')

export function databaseCheck(database: Database): HealthCheck {
  return async () => {
    await firstRow(database, 'SELECT 1 AS one')
    return 'healthy'
  }
}

/** Every migration that this code knows has run. */
export function migrationsCheck(database: Database, known: readonly string[]): HealthCheck {
  return async () => {
    const done = await rows<{ name: string }>(database, 'SELECT name FROM makrx_store_migrations')
    const names = new Set(done.map((row) => row.name))
    return known.every((name) => names.has(name)) ? 'healthy' : 'unhealthy: error'
  }
}

/** Writes as the limits do, so that a read-only or full server does not look healthy. */
export function redisCheck(redis: Redis | undefined, isProduction: boolean): HealthCheck {
  return async () => {
    if (!redis) return isProduction ? 'unhealthy: not_configured' : 'disabled'
    if (redis.status !== 'ready') return 'unhealthy: refused'
    await redis.set('store-health', '1', 'EX', 60)
    return 'healthy'
  }
}

/** Keys to check tokens with are at hand. */
export function tokensCheck(tokens: TokenVerifier): HealthCheck {
  return async () => {
    const keys = await tokens.ping()
    if (keys === 'healthy') return 'healthy'
    return keys === 'stale' ? 'degraded: refused' : 'unhealthy: refused'
  }
}

/** Anything with a cheap call of its own. */
export function pingCheck(target: { ping(signal: AbortSignal): Promise<unknown> }): HealthCheck {
  return async (signal) => {
    await target.ping(signal)
    return 'healthy'
  }
}
