import type { PayloadCodec } from '@temporalio/common'
import type { Redis } from 'ioredis'

import type { WorkflowGateway } from '../../temporal/workflow-gateway.js'
import type { Config } from '../config.js'
import type { RowListener } from '../db/listen.js'
import type { Database } from '../db/sequelize.js'
import type { HealthChecks } from '../health-report.js'
import type { Logger } from '../logger.js'
import type { PaymentProviders } from '../payment-providers.js'
import type { CaveClient, ObjectStore, TokenVerifier } from '../ports.js'
import type { StopState } from '../stop-state.js'

/** What the HTTP side is given. Handlers close over it: each routes file exports a function of it. */
export interface ApiDependencies {
  readonly config: Config
  readonly logger: Logger
  readonly database: Database
  readonly tokens: TokenVerifier
  readonly store: ObjectStore
  readonly payments: PaymentProviders
  readonly cave: CaveClient
  /** the only door to the workflows */
  readonly workflows: Workflows
  /** with codec keys: what the workflow UI asks to read payloads */
  readonly payloadCodec?: PayloadCodec
  /** hints that a row changed, for live updates and waits */
  readonly listener: RowListener
  /** the client of the rate limits alone (`createLimitsRedis`); absent: counts stay in memory */
  readonly limitsRedis?: Redis
  readonly healthChecks: HealthChecks
  /** event-loop lag above which requests are shed; default 1000, 0 switches it off (tests on busy machines) */
  readonly maxLagMs?: number
  /** shared with the process: health and draining follow it */
  readonly stopState: StopState
}

/** The public face of the gateway, so that tests may stand in for it. */
export type Workflows = Pick<WorkflowGateway, keyof WorkflowGateway>
