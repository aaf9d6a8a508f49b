import { setTimeout as sleep } from 'node:timers/promises'

import { Client, Connection, type TLSConfig } from '@temporalio/client'
import type { DataConverter } from '@temporalio/common'
import { NativeConnection } from '@temporalio/worker'

import type { TemporalConfig } from '../src/config.js'
import type { Logger } from '../src/logger.js'
import { readTlsFiles } from './tls-files.js'

const FIRST_PAUSE_MS = 500
const LONGEST_PAUSE_MS = 10_000

/** A client that connects at its first call, so that a process boots while Temporal is down. */
export function createClient(
  config: TemporalConfig,
  options: { readonly dataConverter: DataConverter; readonly identity: string },
): Client {
  const connection = Connection.lazy(connectionOptions(config))
  return new Client({ connection, namespace: config.namespace, ...options })
}

/** The workers' connection; the first one is not retried by the SDK, so this loops until the signal aborts. */
export async function connectWorkers(
  config: TemporalConfig,
  logger: Logger,
  signal: AbortSignal,
): Promise<NativeConnection> {
  for (let pause = FIRST_PAUSE_MS; ; pause = Math.min(pause * 2, LONGEST_PAUSE_MS)) {
    try {
      return await NativeConnection.connect(connectionOptions(config))
    } catch (error) {
      logger.warn({ err: error, address: config.address }, 'Temporal is not answering; trying again')
      await sleep(pause, undefined, { signal })
    }
  }
}

function connectionOptions(config: TemporalConfig): { address: string; apiKey?: string; tls?: TLSConfig } {
  const tls = readTlsFiles(config.tls)
  return {
    address: config.address,
    ...(config.apiKey === undefined ? {} : { apiKey: config.apiKey }),
    ...(tls === undefined ? {} : { tls }),
  }
}
