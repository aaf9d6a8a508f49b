import ipaddr from 'ipaddr.js'

import type { ApiConfig, Config, DatabaseConfig, SentryConfig, TemporalConfig } from '../config.js'
import type { EnvironmentReader } from './environment-reader.js'
import { readCave, readKeycloak, readPayments, readStorage } from './read-services.js'

type Environment = Config['environment']

const EMBEDDED = ' (the development stack embeds it)'
const LIMIT_GROUPS = ['upload', 'quote', 'checkout', 'login', 'webhook', 'read', 'api']
const LOG_LEVELS = ['trace', 'debug', 'info', 'warn', 'error', 'fatal'] as const

/** Reads everything; problems and warnings gather in the reader. */
export function readConfig(reader: EnvironmentReader): Config {
  const environment = reader.oneOf('ENVIRONMENT', ['development', 'staging', 'production'], 'development')
  const api = readApi(reader, environment)
  const redisUrl = reader.text('REDIS_URL')
  if (reader.isStrict && redisUrl === undefined) {
    reader.warnings.push('REDIS_URL is not set: in production the critical routes are refused')
  }
  return {
    environment,
    logLevel: reader.oneOf('LOG_LEVEL', LOG_LEVELS, 'info'),
    api,
    worker: readWorker(reader),
    database: readDatabase(reader),
    ...(redisUrl !== undefined && { redisUrl }),
    keycloak: readKeycloak(reader, environment),
    cave: readCave(reader),
    storage: readStorage(reader, api),
    payments: readPayments(reader, environment),
    temporal: readTemporal(reader),
    shop: {
      taxPercent: reader.number('SHOP_TAX_PERCENT', 18, { min: 0, max: 100 }),
      stockHoldMinutes: reader.number('STOCK_HOLD_MINUTES', 30, { min: 1, max: 10_080 }),
      paymentWindowHours: reader.number('PAYMENT_WINDOW_HOURS', 24, { min: 1, max: 720 }),
    },
    uploads: { maxBytes: reader.number('MAX_UPLOAD_SIZE', 104_857_600, { min: 1024, max: 5_368_709_120 }) },
    rateLimits: readRateLimits(reader),
    ...readObservation(reader),
    ...readOptionalParts(reader, environment),
    allowPrivateUpstreams: reader.flag('ALLOW_PRIVATE_UPSTREAMS', environment === 'development'),
    warnings: [],
  }
}

function readApi(reader: EnvironmentReader, environment: Environment): ApiConfig {
  const isProduction = environment === 'production'
  const fallback = environment === 'development' ? 'http://localhost:8000' : 'https://makrx.store'
  const secretKey = reader.secret('SECRET_KEY', 'signing')
  if (reader.isStrict && secretKey === undefined) reader.warnings.push('SECRET_KEY is not set: no event tickets')
  return {
    port: reader.number('PORT', 8000, { min: 0, max: 65_535 }),
    publicBaseUrl: reader.url('PUBLIC_BASE_URL', reader.text('PUBLIC_BASE_URL') ?? fallback),
    allowedHosts: reader.list('ALLOWED_HOSTS').map((host) => host.toLowerCase()),
    corsOrigins: readOrigins(reader),
    trustedProxies: readProxies(reader, isProduction),
    forceHttps: reader.flag('FORCE_HTTPS', isProduction),
    docsEnabled: reader.flag('DOCS_ENABLED', !isProduction),
    adminStatsEnabled: reader.flag('ADMIN_STATS_ENABLED', true),
    ...(secretKey !== undefined && { secretKey }),
  }
}

function readOrigins(reader: EnvironmentReader): string[] {
  const origins = reader.list('CORS_ORIGINS')
  const isOrigin = (text: string): boolean => URL.canParse(text) && new URL(text).origin === text
  if (!origins.every(isOrigin)) reader.problems.push('CORS_ORIGINS must be exact origins, such as https://shop.example')
  return origins
}

function readProxies(reader: EnvironmentReader, isProduction: boolean): string[] {
  const proxies = reader.list('TRUSTED_PROXIES')
  if (proxies.length === 0) return isProduction ? ['loopback', 'uniquelocal'] : []
  if (proxies.length === 1 && proxies[0] === 'none') return []
  const isUsable = (text: string): boolean =>
    ['loopback', 'linklocal', 'uniquelocal'].includes(text) || ipaddr.isValid(text) || ipaddr.isValidCIDR(text)
  if (!proxies.every(isUsable)) reader.problems.push('TRUSTED_PROXIES must be addresses or ranges')
  return proxies.filter(isUsable)
}

function readWorker(reader: EnvironmentReader): Config['worker'] {
  const port = reader.number('WORKER_PORT', 8010, { min: 0, max: 65_535 })
  const name = reader.text('WORKER_DEPLOYMENT_NAME')
  const buildId = reader.text('WORKER_BUILD_ID')
  if ((name === undefined) !== (buildId === undefined)) {
    reader.problems.push('WORKER_DEPLOYMENT_NAME and WORKER_BUILD_ID belong together')
  }
  return name !== undefined && buildId !== undefined ? { port, deployment: { name, buildId } } : { port }
}

function readDatabase(reader: EnvironmentReader): DatabaseConfig {
  const url = reader.required('DATABASE_URL', EMBEDDED)
  if (url !== '' && !/^postgres(ql)?(\+\w+)?:\/\//.test(url)) {
    reader.problems.push('DATABASE_URL must begin with postgresql://')
  }
  return {
    url: url.replace(/^postgres(ql)?(\+\w+)?:\/\//, 'postgresql://'),
    poolSize: reader.number('DB_POOL_SIZE', 10, { min: 1, max: 500 }),
    maxOverflow: reader.number('DB_MAX_OVERFLOW', 20, { min: 0, max: 500 }),
    acquireSeconds: reader.number('DB_POOL_TIMEOUT', 5, { min: 0.1, max: 120 }),
    recycleSeconds: reader.number('DB_POOL_RECYCLE', 1800, { min: 1, max: 86_400 }),
  }
}

function readTemporal(reader: EnvironmentReader): TemporalConfig {
  const apiKey = reader.secret('TEMPORAL_API_KEY')
  const uiOrigin = reader.text('TEMPORAL_UI_ORIGIN')
  const tls = readTls(reader)
  return {
    address: reader.required('TEMPORAL_ADDRESS', EMBEDDED),
    namespace: reader.text('TEMPORAL_NAMESPACE') ?? 'makrx-store',
    codecKeys: readCodecKeys(reader),
    ...(apiKey !== undefined && { apiKey }),
    ...(uiOrigin !== undefined && { uiOrigin }),
    ...(tls && { tls }),
  }
}

function readTls(reader: EnvironmentReader): TemporalConfig['tls'] {
  const names = {
    serverName: reader.text('TEMPORAL_TLS_SERVER_NAME'),
    caPath: reader.text('TEMPORAL_TLS_SERVER_CA_CERT_PATH'),
    certPath: reader.text('TEMPORAL_TLS_CLIENT_CERT_PATH'),
    keyPath: reader.text('TEMPORAL_TLS_CLIENT_KEY_PATH'),
  }
  const given = Object.entries(names).filter(([, value]) => value !== undefined)
  if (given.length === 0 && !reader.flag('TEMPORAL_TLS', false)) return undefined
  return Object.fromEntries(given)
}

function readCodecKeys(reader: EnvironmentReader): TemporalConfig['codecKeys'] {
  const pairs = (reader.text('CODEC_KEYS') ?? '').split(',').filter((pair) => pair.trim() !== '')
  const keys = pairs.map((pair) => {
    const [id = '', base64 = ''] = pair.trim().split(':', 2)
    return { id, key: Buffer.from(base64, 'base64') }
  })
  const isUsable = keys.every(({ id, key }) => /^[\w.-]{1,64}$/.test(id) && key.length === 32)
  if (!isUsable) reader.problems.push('CODEC_KEYS must be id:key pairs with keys of 32 bytes in base64')
  return keys
}

function readRateLimits(reader: EnvironmentReader): Record<string, number> {
  const limits = LIMIT_GROUPS.flatMap((group) => {
    const name = `RATE_LIMIT_${group.toUpperCase()}`
    return reader.text(name) === undefined
      ? []
      : [[group, reader.number(name, 1, { min: 1, max: 10_000_000 })] as const]
  })
  return Object.fromEntries(limits)
}

function readObservation(reader: EnvironmentReader): Pick<Config, 'sentry' | 'metricsToken'> {
  const sentry = readSentry(reader)
  const metricsToken = reader.secret('METRICS_TOKEN')
  return { ...(sentry && { sentry }), ...(metricsToken !== undefined && { metricsToken }) }
}

/** Error reporting; undefined where it is switched off. */
export function readSentry(reader: EnvironmentReader): SentryConfig | undefined {
  const dsn = reader.text('SENTRY_DSN')
  const tracesSampleRate = reader.number('SENTRY_TRACES_SAMPLE_RATE', 0.1, { min: 0, max: 1 })
  return dsn === undefined ? undefined : { dsn, tracesSampleRate }
}

function readOptionalParts(
  reader: EnvironmentReader,
  environment: Environment,
): Pick<Config, 'slicerBinary' | 'mail' | 'crashAt'> {
  const slicerBinary = reader.text('SLICER_BINARY')
  const smtpUrl = reader.text('SMTP_URL')
  const from = reader.text('MAIL_FROM') ?? 'no-reply@makrx.store'
  const crashAt = reader.text('CRASH_AT')
  if (crashAt !== undefined && environment === 'production') reader.problems.push('CRASH_AT is for fault rigs only')
  return {
    ...(slicerBinary !== undefined && { slicerBinary }),
    ...(smtpUrl !== undefined && { mail: { smtpUrl, from } }),
    ...(crashAt !== undefined && { crashAt }),
  }
}
