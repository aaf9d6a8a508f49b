import type { Client } from '@temporalio/client'

import type { Database } from '../src/db/sequelize.js'
import type { Logger } from '../src/logger.js'
import type { PaymentProviders } from '../src/payment-providers.js'
import type { CaveClient, ObjectStore } from '../src/ports.js'
import type { Slicer } from '../src/ports.js'

/** What activities act on. */
export interface ActivityDependencies {
  readonly database: Database
  readonly store: ObjectStore
  readonly payments: PaymentProviders
  readonly cave: CaveClient
  /** starts and signals other runs */
  readonly temporal: Client
  /** absent: quotes stay instant */
  readonly slicer?: Slicer
  readonly logger: Logger
}
