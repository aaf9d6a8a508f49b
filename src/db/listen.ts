import { EventEmitter } from 'node:events'

import { Client } from 'pg'

import type { Logger } from '../logger.js'

const RECONNECT_MS = 1000

/**
 * The process's one LISTEN connection. A notification is a hint that a row changed: while the connection is down
 * nothing is heard, so whoever waits also polls.
 */
export class RowListener {
  private readonly emitter = new EventEmitter().setMaxListeners(0)
  private client: Client | undefined
  private timer: NodeJS.Timeout | undefined
  private isStopped = false
  private readonly databaseUrl: string
  private readonly logger: Logger

  constructor(databaseUrl: string, logger: Logger) {
    this.databaseUrl = databaseUrl
    this.logger = logger
  }

  start(): void {
    this.connect().catch((error: unknown) => {
      this.logger.warn({ err: error }, 'listening for row changes failed; trying again')
      this.reconnectLater()
    })
  }

  /** Calls back at every hint for the subject (`service_order:<id>`); returns the function that ends it. */
  subscribe(subject: string, onHint: () => void): () => void {
    this.emitter.on(subject, onHint)
    return () => this.emitter.off(subject, onHint)
  }

  /** Resolves at the next hint for the subject, after `ms`, or when the signal aborts; never rejects. */
  async wait(subject: string, ms: number, signal?: AbortSignal): Promise<void> {
    if (signal?.aborted) return
    await new Promise<void>((resolve) => {
      const finish = (): void => {
        clearTimeout(timer)
        unsubscribe()
        signal?.removeEventListener('abort', finish)
        resolve()
      }
      const timer = setTimeout(finish, ms)
      const unsubscribe = this.subscribe(subject, finish)
      signal?.addEventListener('abort', finish, { once: true })
    })
  }

  async stop(): Promise<void> {
    this.isStopped = true
    clearTimeout(this.timer)
    await this.client?.end().catch(() => undefined)
  }

  private async connect(): Promise<void> {
    const client = new Client({
      connectionString: this.databaseUrl,
      application_name: 'makrx-store-listen',
      keepAlive: true,
    })
    this.client = client
    client.on('error', () => this.reconnectLater())
    client.on('end', () => this.reconnectLater())
    client.on('notification', (message) => this.emitter.emit(message.payload ?? ''))
    await client.connect()
    await client.query('LISTEN makrx_store')
  }

  private reconnectLater(): void {
    if (this.isStopped || this.timer) return
    this.timer = setTimeout(() => {
      this.timer = undefined
      this.start()
    }, RECONNECT_MS)
  }
}
