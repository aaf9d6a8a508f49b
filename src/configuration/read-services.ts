import path from 'node:path'

import type { ApiConfig, CaveConfig, Config, KeycloakConfig, PaymentsConfig, StorageConfig } from '../config.js'
import type { EnvironmentReader } from './environment-reader.js'

const EMBEDDED = ' (the development stack embeds it)'
const DISK_FOLDER = path.join('.dev', 'objects')

/** The identity provider. Production never trusts the issuer of the development peers. */
export function readKeycloak(reader: EnvironmentReader, environment: Config['environment']): KeycloakConfig {
  const url = reader.url('KEYCLOAK_URL', reader.required('KEYCLOAK_URL', EMBEDDED))
  const realm = named(reader, 'KEYCLOAK_REALM', 'makrx')
  const issuer = reader.url('KEYCLOAK_ISSUER', reader.text('KEYCLOAK_ISSUER')) || `${url}/realms/${realm}`
  const jwksUrl = reader.url('KEYCLOAK_JWKS_URL', reader.text('KEYCLOAK_JWKS_URL'))
  const devPort = reader.number('DEV_PORT', 8001, { min: 1, max: 65_535 })
  if (environment === 'production' && [url, issuer, jwksUrl].some((address) => isPeer(address, devPort))) {
    reader.problems.push('KEYCLOAK_URL leads to the development issuer')
  }
  const adminRoles = reader.list('ADMIN_ROLES')
  return {
    url,
    realm,
    clientId: named(reader, 'KEYCLOAK_CLIENT_ID', 'makrx-store-api'),
    issuer,
    jwksUrl: jwksUrl || `${url}/realms/${realm}/protocol/openid-connect/certs`,
    adminRoles: adminRoles.length > 0 ? adminRoles : ['admin', 'super_admin', 'superadmin'],
    serviceAudience: reader.text('SERVICE_AUDIENCE') ?? 'makrx-services',
  }
}

export function readCave(reader: EnvironmentReader): CaveConfig {
  const url = reader.url('MAKRCAVE_API_URL', reader.required('MAKRCAVE_API_URL', EMBEDDED))
  const acceptedApiKeys = reader.rotating('MAKRCAVE_API_KEY')
  const webhookSecrets = reader.rotating('CAVE_WEBHOOK_SECRET', 'signing')
  const serviceJwt = reader.secret('SERVICE_JWT')
  const apiKey = acceptedApiKeys[0]?.value
  if (reader.isStrict && acceptedApiKeys.length + webhookSecrets.length === 0) {
    reader.warnings.push('neither MAKRCAVE_API_KEY nor CAVE_WEBHOOK_SECRET is set: callbacks are refused')
  }
  return {
    origin: url.replace(/\/api\/v1$/, ''),
    publishPath: reader.text('CAVE_PUBLISH_PATH') ?? '/api/v1/bridge/jobs',
    acceptedApiKeys,
    webhookSecrets,
    acceptBearer: reader.flag('CAVE_ACCEPT_BEARER', false),
    silenceHours: reader.number('CAVE_SILENCE_HOURS', 72, { min: 0.01, max: 8760 }),
    ...(apiKey !== undefined && { apiKey }),
    ...(serviceJwt !== undefined && { serviceJwt }),
  }
}

/** S3, or outside of strict environments a folder on disk. */
export function readStorage(reader: EnvironmentReader, api: ApiConfig): StorageConfig {
  const place = storagePlace(reader)
  if (!place && !reader.isStrict) return diskStorage(reader, api)
  if (!place) reader.problems.push('S3_BASE_URL, or S3_ENDPOINT and S3_BUCKET, is missing')
  const { endpoint = '', bucket = '' } = place ?? {}
  const accessKey = reader.required('S3_ACCESS_KEY')
  const secretKey = reader.secret('S3_SECRET_KEY') ?? reader.required('S3_SECRET_KEY')
  const region = reader.text('S3_REGION') ?? 'us-east-1'
  return { kind: 's3', endpoint, bucket, region, accessKey, secretKey, useSse: /\.amazonaws\.com$/.test(endpoint) }
}

/** Providers without their keys are absent: what needs them is refused, everything else works. */
export function readPayments(reader: EnvironmentReader, environment: Config['environment']): PaymentsConfig {
  const stripe = readStripe(reader, environment)
  const razorpay = readRazorpay(reader)
  if (reader.isStrict && !stripe && !razorpay) reader.warnings.push('no payment provider is set: checkout is refused')
  const fallback = stripe || !razorpay ? 'stripe' : 'razorpay'
  return {
    preferred: reader.oneOf('PAYMENT_PROVIDER', ['stripe', 'razorpay'], fallback),
    ...(stripe && { stripe }),
    ...(razorpay && { razorpay }),
  }
}

function readStripe(reader: EnvironmentReader, environment: Config['environment']): PaymentsConfig['stripe'] {
  const secretKey = reader.secret('STRIPE_SECRET_KEY')
  const apiUrl = reader.url('STRIPE_API_URL', reader.text('STRIPE_API_URL'))
  const webhookSecrets = reader.rotating('STRIPE_WEBHOOK_SECRET', 'provider')
  if (apiUrl !== '' && environment === 'production') reader.problems.push('STRIPE_API_URL is not for production')
  if (secretKey === undefined) return undefined
  if (reader.isStrict && webhookSecrets.length === 0) {
    reader.warnings.push('STRIPE_WEBHOOK_SECRET is not set: Stripe webhooks are refused')
  }
  const publicKey = reader.text('STRIPE_PUBLIC_KEY') ?? ''
  return { secretKey, publicKey, webhookSecrets, ...(apiUrl !== '' && { apiUrl }) }
}

function readRazorpay(reader: EnvironmentReader): PaymentsConfig['razorpay'] {
  const keyId = reader.text('RAZORPAY_KEY_ID')
  const keySecret = reader.secret('RAZORPAY_KEY_SECRET')
  const webhookSecrets = reader.rotating('RAZORPAY_WEBHOOK_SECRET', 'provider')
  if ((keyId === undefined) !== (keySecret === undefined)) {
    reader.problems.push('RAZORPAY_KEY_ID and RAZORPAY_KEY_SECRET belong together')
  }
  if (keyId === undefined || keySecret === undefined) return undefined
  if (reader.isStrict && webhookSecrets.length === 0) {
    reader.warnings.push('RAZORPAY_WEBHOOK_SECRET is not set: Razorpay webhooks are refused')
  }
  return { keyId, keySecret, webhookSecrets }
}

function storagePlace(reader: EnvironmentReader): { endpoint: string; bucket: string } | undefined {
  const base = reader.url('S3_BASE_URL', reader.text('S3_BASE_URL'))
  if (base !== '') {
    const cut = base.lastIndexOf('/')
    if (cut > 'https:/'.length) return { endpoint: base.slice(0, cut), bucket: base.slice(cut + 1) }
    reader.problems.push('S3_BASE_URL must end with the name of the bucket')
  }
  const endpoint = reader.text('S3_ENDPOINT')
  const bucket = reader.text('S3_BUCKET')
  if (endpoint === undefined || bucket === undefined) return undefined
  const scheme = reader.flag('S3_USE_SSL', true) ? 'https' : 'http'
  const address = /^https?:\/\//i.test(endpoint) ? endpoint : `${scheme}://${endpoint}`
  return { endpoint: reader.url('S3_ENDPOINT', address), bucket }
}

function diskStorage(reader: EnvironmentReader, api: ApiConfig): StorageConfig {
  const signingKey = api.secretKey ?? reader.required('SECRET_KEY', ' (the development stack generates it)')
  return { kind: 'disk', directory: path.resolve(DISK_FOLDER), publicBaseUrl: api.publicBaseUrl, signingKey }
}

/** Required where nothing is embedded; the usual name elsewhere. */
function named(reader: EnvironmentReader, name: string, usual: string): string {
  return reader.isStrict ? reader.required(name) : (reader.text(name) ?? usual)
}

function isPeer(address: string, devPort: number): boolean {
  if (!URL.canParse(address)) return false
  const { hostname, port } = new URL(address)
  return ['localhost', '127.0.0.1', '[::1]'].includes(hostname) && port === String(devPort)
}
