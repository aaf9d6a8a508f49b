import type { Principal } from './principal.js'
import type { Claim, RouteDefinition } from './route.js'

/** `Prefer` of the request, read once. */
export interface Preferences {
  /** undefined when not asked for; 0..60 */
  readonly waitSeconds: number | undefined
  /** unknown body fields are refused instead of dropped */
  readonly isStrict: boolean
}

declare module 'fastify' {
  interface FastifyContextConfig {
    definition?: RouteDefinition
    /** the pattern without aliases: the label of metrics and the path of idempotency records */
    canonicalPath?: string
  }

  interface FastifyRequest {
    principal: Principal
    claim: Claim
    preferences: Preferences
    /** `process.hrtime.bigint()` at arrival */
    arrivedAt: bigint
    /** the refusal code of the answer, for the access log */
    refusalCode: string | undefined
    /** the defect behind a 5xx, for the access log */
    defect: unknown
  }
}
