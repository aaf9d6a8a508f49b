import { tmpdir } from 'node:os'
import path from 'node:path'

import { createOutboundHttp, OUTBOUND_MS, type OutboundHttp } from './adapters/outbound-http.js'
import { DiskObjectStore } from './adapters/disk-object-store.js'
import { createHttpCaveClient } from './adapters/http-cave-client.js'
import { createJwksTokenVerifier } from './adapters/jwks-token-verifier.js'
import { findSlicer, type FindSlicer } from './adapters/prusa-slicer.js'
import { createRazorpayPayments } from './adapters/razorpay-payments.js'
import { S3ObjectStore } from './adapters/s3-object-store.js'
import { createStripePayments } from './adapters/stripe-payments.js'
import type { Config, StorageConfig } from './config.js'
import { BOM_LIMITS } from './domain/bom-limits.js'
import { RowListener } from './db/listen.js'
import { createDatabase, type Database } from './db/sequelize.js'
import type { Logger } from './logger.js'
import type { PaymentProviders } from './payment-providers.js'
import type { CaveClient, ObjectStore, Slicer, TokenVerifier } from './ports.js'

/** Everything a process shares with the outside world, in development too. */
export interface Dependencies {
  readonly database: Database
  readonly listener: RowListener
  readonly store: ObjectStore
  readonly payments: PaymentProviders
  readonly cave: CaveClient
  readonly tokens: TokenVerifier
  readonly slicer?: Slicer
  /** closes pools, PostgreSQL last */
  close(): Promise<void>
}

/** How long one statement may run, by process. */
const STATEMENT_MS = { api: 5_000, worker: 10_000 } as const

/** The only composition: settings to pools and adapters. Nothing connects before its first use. */
export async function createDependencies(
  config: Config,
  logger: Logger,
  role: 'api' | 'worker',
): Promise<Dependencies> {
  const { allowPrivateUpstreams } = config
  const database = createDatabase(config.database, {
    statementTimeoutMs: STATEMENT_MS[role],
    name: `makrx-store-${role}`,
  })
  const listener = new RowListener(config.database.url, logger)
  const https = {
    cave: createOutboundHttp({ allowPrivateUpstreams, totalMs: OUTBOUND_MS.cave }),
    caveBoms: createOutboundHttp({
      allowPrivateUpstreams,
      totalMs: OUTBOUND_MS.caveBoms,
      maxBytes: BOM_LIMITS.file_size,
    }),
    payments: createOutboundHttp({ allowPrivateUpstreams, totalMs: OUTBOUND_MS.payments }),
    jwks: createOutboundHttp({ allowPrivateUpstreams, totalMs: OUTBOUND_MS.jwks }),
  }
  const slicer = role === 'worker' ? await findSlicer(slicerSettings(config)) : undefined
  return {
    database,
    listener,
    store: createStore(config.storage),
    payments: createPayments(config, https.payments),
    cave: createHttpCaveClient(config.cave, https.cave, https.caveBoms),
    tokens: createJwksTokenVerifier(config.keycloak, { http: https.jwks }),
    ...(slicer ? { slicer } : {}),
    async close() {
      await Promise.all(Object.values(https).map((http) => http.close()))
      await listener.stop()
      await database.close()
    },
  }
}

/** The store of development is ours to serve; a real one serves itself. */
function createStore(config: StorageConfig): ObjectStore {
  return config.kind === 's3' ? new S3ObjectStore(config) : new DiskObjectStore(config)
}

function createPayments(config: Config, http: OutboundHttp): PaymentProviders {
  const { stripe, razorpay, preferred } = config.payments
  return {
    ...(stripe ? { stripe: createStripePayments(stripe, http) } : {}),
    ...(razorpay ? { razorpay: createRazorpayPayments(razorpay, http) } : {}),
    ...(preferred ? { preferred } : {}),
  }
}

function slicerSettings(config: Config): FindSlicer {
  const profileDirectory = path.join(tmpdir(), 'makrx-slicer-profiles')
  return config.slicerBinary === undefined ? { profileDirectory } : { binary: config.slicerBinary, profileDirectory }
}
