import { z } from 'zod'

import { CHECK_NAMES, createHealthReport, SERVICE } from '../../health-report.js'
import { VERSION } from '../../version.js'
import { registry } from '../../metrics.js'
import type { ApiDependencies } from '../api-dependencies.js'
import { defineRoute, type RouteDefinition } from '../route.js'
import { wireTime } from '../wire-text.js'

const PROBE = { method: 'GET', tag: 'health', access: 'public', limit: 'none', idempotency: 'none' } as const

const report = z.object({
  status: z.enum(['healthy', 'degraded', 'unhealthy']),
  service: z.string(),
  timestamp: wireTime(),
  version: z.string(),
})
const words = Object.fromEntries(CHECK_NAMES.map((name) => [name, z.string()]))
const detailedReport = report.extend({ checks: z.object(words) })

/** Liveness, readiness and their reasons, for balancers and people; metrics for Prometheus. */
export function healthRoutes(dependencies: ApiDependencies): RouteDefinition[] {
  const { config, healthChecks: checks, stopState } = dependencies
  const health = createHealthReport({ checks, stopState, isProduction: config.environment === 'production' })
  return [
    defineRoute({
      ...PROBE,
      path: '/health',
      summary: 'The process answers',
      schema: { response: { 200: report } },
      handler: () =>
        Promise.resolve({ status: 'healthy' as const, service: SERVICE, timestamp: now(), version: VERSION }),
    }),
    defineRoute({
      ...PROBE,
      path: '/health/live',
      summary: 'The process is alive',
      schema: {
        response: { 200: z.object({ status: z.literal('alive'), service: z.string(), timestamp: wireTime() }) },
      },
      handler: () => Promise.resolve({ status: 'alive' as const, service: SERVICE, timestamp: now() }),
    }),
    defineRoute({
      ...PROBE,
      path: '/health/ready',
      summary: 'The process can serve requests',
      schema: { response: { 200: report, 503: report } },
      handler: async ({ reply }) => {
        const { status, document } = await health.ready()
        reply.code(status)
        return document
      },
    }),
    defineRoute({
      ...PROBE,
      path: '/health/healthz',
      summary: 'Every dependency by name',
      schema: { response: { 200: detailedReport, 503: detailedReport } },
      handler: async ({ reply }) => {
        const { status, document } = await health.detailed()
        reply.code(status)
        return document
      },
    }),
    metricsRoute(),
  ]
}

function metricsRoute(): RouteDefinition {
  return defineRoute({
    ...PROBE,
    path: '/metrics',
    summary: 'Figures in the text format of Prometheus',
    tag: 'metrics',
    access: 'metrics',
    schema: { response: { 200: { content: { 'text/plain': { schema: z.string() } } } } },
    handler: async ({ reply }) => reply.type(registry.contentType).send(await registry.metrics()),
  })
}

function now(): string {
  return new Date().toISOString()
}
