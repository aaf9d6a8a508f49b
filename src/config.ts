import { EnvironmentReader, type Variables } from './configuration/environment-reader.js'
import { readConfig, readSentry } from './configuration/read-config.js'

/**
 * The configuration of this process. Throws one `ConfigurationError` that names everything missing or weak; values are
 * never part of it.
 */
export function loadConfig(variables: Variables = process.env, now: Date = new Date()): Config {
  const reader = new EnvironmentReader(variables, { isStrict: isStrict(variables), now })
  const config = readConfig(reader)
  if (reader.problems.length > 0) throw new ConfigurationError(reader.problems)
  return { ...config, warnings: reader.warnings }
}

/** What error reporting needs, before anything else is loaded; undefined where it is switched off. */
export function loadSentryConfig(
  variables: Variables = process.env,
): (SentryConfig & { environment: string }) | undefined {
  const reader = new EnvironmentReader(variables, { isStrict: isStrict(variables), now: new Date() })
  const sentry = readSentry(reader)
  return sentry && { ...sentry, environment: reader.text('ENVIRONMENT') ?? 'development' }
}

/** One list of everything that keeps the process from starting. */
class ConfigurationError extends Error {
  override readonly name = 'ConfigurationError'
  readonly problems: readonly string[]

  constructor(problems: readonly string[]) {
    super(`The environment is not usable:\n${problems.map((problem) => `  - ${problem}`).join('\n')}`)
    this.problems = problems
  }
}

/** Everything the environment decides, read once and grouped; nobody else reads `process.env`. */
export interface Config {
  readonly environment: 'development' | 'staging' | 'production'
  readonly logLevel: string
  readonly api: ApiConfig
  readonly worker: { readonly port: number; readonly deployment?: { readonly name: string; readonly buildId: string } }
  readonly database: DatabaseConfig
  /** absent: limits are counted in memory (outside production) or critical groups are refused */
  readonly redisUrl?: string
  readonly keycloak: KeycloakConfig
  readonly cave: CaveConfig
  readonly storage: StorageConfig
  readonly payments: PaymentsConfig
  readonly temporal: TemporalConfig
  readonly shop: { readonly taxPercent: number; readonly stockHoldMinutes: number; readonly paymentWindowHours: number }
  readonly uploads: { readonly maxBytes: number }
  /** overrides of the limits per group, requests per 300 s */
  readonly rateLimits: Readonly<Record<string, number>>
  readonly sentry?: SentryConfig
  readonly metricsToken?: string
  readonly slicerBinary?: string
  readonly mail?: { readonly smtpUrl: string; readonly from: string }
  /** outbound calls may reach private addresses */
  readonly allowPrivateUpstreams: boolean
  /** test and fault rigs only: `<site>:<nth>`; refused in production */
  readonly crashAt?: string
  /** what an operator should know at the start, one sentence each; never a value */
  readonly warnings: readonly string[]
}

export interface SentryConfig {
  readonly dsn: string
  readonly tracesSampleRate: number
}

export interface ApiConfig {
  readonly port: number
  readonly publicBaseUrl: string
  readonly allowedHosts: readonly string[]
  readonly corsOrigins: readonly string[]
  readonly trustedProxies: readonly string[]
  readonly forceHttps: boolean
  readonly docsEnabled: boolean
  readonly adminStatsEnabled: boolean
  readonly secretKey?: string
}

export interface DatabaseConfig {
  readonly url: string
  readonly poolSize: number
  readonly maxOverflow: number
  readonly acquireSeconds: number
  readonly recycleSeconds: number
}

export interface KeycloakConfig {
  readonly url: string
  readonly realm: string
  readonly clientId: string
  readonly issuer: string
  readonly jwksUrl: string
  readonly adminRoles: readonly string[]
  readonly serviceAudience: string
}

export interface CaveConfig {
  /** without the trailing `/api/v1` */
  readonly origin: string
  readonly publishPath: string
  readonly apiKey?: string
  /** accepted on callbacks and service calls: the current one first */
  readonly acceptedApiKeys: readonly RotatingSecret[]
  readonly webhookSecrets: readonly RotatingSecret[]
  readonly serviceJwt?: string
  readonly acceptBearer: boolean
  readonly silenceHours: number
}

/** A secret that is accepted until `until`; the current one has no end. */
export interface RotatingSecret {
  readonly value: string
  readonly until?: Date
}

export type StorageConfig =
  | {
      readonly kind: 's3'
      readonly endpoint: string
      readonly bucket: string
      readonly region: string
      readonly accessKey: string
      readonly secretKey: string
      readonly useSse: boolean
    }
  | { readonly kind: 'disk'; readonly directory: string; readonly publicBaseUrl: string; readonly signingKey: string }

export interface PaymentsConfig {
  readonly stripe?: {
    readonly secretKey: string
    readonly publicKey: string
    readonly webhookSecrets: readonly RotatingSecret[]
    readonly apiUrl?: string
  }
  readonly razorpay?: {
    readonly keyId: string
    readonly keySecret: string
    readonly webhookSecrets: readonly RotatingSecret[]
    readonly apiUrl?: string
  }
  /** the one that card, upi, netbanking and wallet go to */
  readonly preferred?: 'stripe' | 'razorpay'
}

export interface TemporalConfig {
  readonly address: string
  readonly namespace: string
  readonly apiKey?: string
  readonly tls?: {
    readonly serverName?: string
    readonly caPath?: string
    readonly certPath?: string
    readonly keyPath?: string
  }
  /** first encrypts, all decrypt */
  readonly codecKeys: readonly { readonly id: string; readonly key: Buffer }[]
  readonly uiOrigin?: string
}

function isStrict(variables: Variables): boolean {
  const environment = variables.ENVIRONMENT?.trim().toLowerCase() ?? ''
  return environment !== '' && environment !== 'development'
}
