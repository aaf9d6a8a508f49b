import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client'

/** One registry per process; labels are closed lists, never ids or paths. */
export const registry = new Registry()

let isCollecting = false

/** Adds the process's own figures (memory, event loop, descriptors) once. */
export function collectProcessMetrics(): void {
  if (isCollecting) return
  isCollecting = true
  collectDefaultMetrics({ register: registry })
}

const registers = [registry]

export const requestSeconds = new Histogram({
  name: 'http_request_duration_seconds',
  help: 'Duration of requests by method, route pattern and status.',
  labelNames: ['method', 'route', 'status'] as const,
  buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.5, 1, 2.5, 5, 10],
  registers,
})

export const quotesToOrders = new Counter({
  name: 'store_quote_to_order_total',
  help: 'Quotes that were ordered (converted=true) or ran out (false).',
  labelNames: ['converted'] as const,
  registers,
})

export const webhookEvents = new Counter({
  name: 'store_webhook_events_total',
  help: 'Events of payment providers and MakrCave by result.',
  labelNames: ['provider', 'result'] as const,
  registers,
})

export const webhookRetries = new Counter({
  name: 'store_webhook_retry_total',
  help: 'Repeated deliveries of stored events to their workflows.',
  labelNames: ['provider', 'success'] as const,
  registers,
})

export const inboxPending = new Gauge({
  name: 'store_inbox_pending',
  help: 'Stored events that are not done.',
  labelNames: ['provider'] as const,
  registers,
})

export const serviceOrderSeconds = new Histogram({
  name: 'store_service_order_duration_seconds',
  help: 'Time of a service order from creation to its end.',
  labelNames: ['outcome'] as const,
  buckets: [3600, 6 * 3600, 24 * 3600, 48 * 3600, 72 * 3600, 7 * 24 * 3600, 14 * 24 * 3600, 30 * 24 * 3600],
  registers,
})

/** @public */
export const attentionOpen = new Gauge({
  name: 'store_attention_open',
  help: 'Work that waits for a person, by reason.',
  labelNames: ['reason'] as const,
  registers,
})

/** @public */
export const bomLines = new Counter({
  name: 'store_bom_lines_total',
  help: 'Lines of imported bills of materials by status.',
  labelNames: ['status'] as const,
  registers,
})

export const idempotencyResults = new Counter({
  name: 'store_idempotency_total',
  help: 'Claims of writes by result.',
  labelNames: ['result'] as const,
  registers,
})

export const rateLimited = new Counter({
  name: 'store_rate_limited_total',
  help: 'Requests refused by a rate limit.',
  labelNames: ['group'] as const,
  registers,
})

/** @public */
export const stockDrift = new Gauge({
  name: 'store_stock_drift',
  help: 'Products whose reserved stock differs from the sum of their reservations.',
  registers,
})

/** @public */
export const quoteErrorRatio = new Gauge({
  name: 'store_quote_error_ratio',
  help: 'Sliced result over instant estimate, by kind.',
  labelNames: ['kind'] as const,
  registers,
})

export const activitySeconds = new Histogram({
  name: 'store_activity_duration_seconds',
  help: 'Duration of activities by name and outcome.',
  labelNames: ['activity', 'outcome'] as const,
  buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.5, 1, 2.5, 5, 10, 30, 60, 120],
  registers,
})

export const inboxAge = new Gauge({
  name: 'store_inbox_oldest_seconds',
  help: 'Age of the oldest stored event that is not done.',
  labelNames: ['provider'] as const,
  registers,
})
