import { peersOrigin, type StackPorts } from './development-environment.js'

/** Where everything of a stack can be reached, as one would type it. */
export function stackAddresses(environment: Readonly<Record<string, string>>, ports: StackPorts): StackAddresses {
  const api = `http://localhost:${ports.api}`
  return {
    api,
    docs: `${api}/docs`,
    peers: peersOrigin(ports),
    workerHealth: `http://localhost:${ports.worker}/health/detailed`,
    temporal: environment.TEMPORAL_ADDRESS ?? '',
    database: environment.DATABASE_URL ?? '',
    ...(ports.temporalUi !== undefined && { temporalUi: `http://localhost:${ports.temporalUi}` }),
  }
}

export interface StackAddresses {
  /** Origin of the API. */
  readonly api: string
  readonly docs: string
  /** Origin of the peers process, below it `/dev/…` and `/v1/…`. */
  readonly peers: string
  readonly workerHealth: string
  /** host:port */
  readonly temporal: string
  readonly temporalUi?: string
  /** with its password */
  readonly database: string
}
