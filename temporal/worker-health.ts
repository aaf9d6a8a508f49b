import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'

import type { Client } from '@temporalio/client'
import type { Worker } from '@temporalio/worker'

import type { Config } from '../src/config.js'
import { databaseCheck } from '../src/health-checks.js'
import type { Dependencies } from '../src/dependencies.js'
import { SERVICE } from '../src/health-report.js'
import type { Logger } from '../src/logger.js'
import { registry } from '../src/metrics.js'
import { VERSION } from '../src/version.js'

export interface WorkerHealth {
  /** all queues are served */
  isStarted: boolean
  close(): Promise<void>
}

interface HealthOptions {
  readonly config: Config
  readonly logger: Logger
  readonly dependencies: Dependencies
  readonly temporal: Client
  readonly workers: readonly Worker[]
  readonly metricsPort: number
}

const CHECK_MS = 1000

/** `/health*` and `/metrics` of the worker on loopback-friendly plain HTTP: two documents need no framework. */
export async function startWorkerHealth(options: HealthOptions): Promise<WorkerHealth> {
  const state = { isStarted: false }
  const server = createServer((request, response) => {
    answer(request, response, { options, state }).catch((error: unknown) => {
      options.logger.warn({ err: error }, 'a health request failed')
      response.writeHead(500).end()
    })
  })
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(options.config.worker.port, resolve)
  })
  return Object.assign(state, { close: () => closeServer(server) })
}

interface Answering {
  readonly options: HealthOptions
  readonly state: { readonly isStarted: boolean }
}

async function answer(request: IncomingMessage, response: ServerResponse, answering: Answering): Promise<void> {
  const path = (request.url ?? '/').split('?')[0]
  if (path === '/metrics') {
    const own = await registry.metrics()
    response.writeHead(200, { 'content-type': registry.contentType }).end(own + (await coreMetrics(answering.options)))
    return
  }
  const isHealthy = path === '/health/ready' ? await isReady(answering) : isLive(answering.options.workers)
  const document = {
    status: isHealthy ? 'healthy' : 'unhealthy',
    service: SERVICE,
    timestamp: new Date().toISOString(),
    version: VERSION,
  }
  response
    .writeHead(path?.startsWith('/health') ? (isHealthy ? 200 : 503) : 404, { 'content-type': 'application/json' })
    .end(JSON.stringify(document))
}

function isLive(workers: readonly Worker[]): boolean {
  return workers.every((worker) => worker.getState() !== 'FAILED')
}

async function isReady({ options, state }: Answering): Promise<boolean> {
  if (!state.isStarted || !options.workers.every((worker) => worker.getState() === 'RUNNING')) return false
  try {
    await databaseCheck(options.dependencies.database)(AbortSignal.timeout(CHECK_MS))
    await options.temporal.withDeadline(Date.now() + CHECK_MS, () => options.temporal.workflowService.getSystemInfo({}))
    return true
  } catch {
    return false
  }
}

/** The SDK core's own figures; without them ours stand alone. */
async function coreMetrics({ metricsPort }: HealthOptions): Promise<string> {
  try {
    const answer = await fetch(`http://127.0.0.1:${metricsPort}/metrics`, { signal: AbortSignal.timeout(CHECK_MS) })
    return answer.ok ? await answer.text() : ''
  } catch {
    return ''
  }
}

function closeServer(server: Server): Promise<void> {
  server.closeAllConnections()
  return new Promise((resolve) => server.close(() => resolve()))
}
