import type { CaveConfig } from '../config.js'
import { DomainError } from '../domain/errors.js'
import type { ApiDependencies } from './api-dependencies.js'
import { isAcceptedSecret } from './constant-time.js'
import type { ServicePrincipal } from './principal.js'
import type { SignedRequest } from './route.js'
import { isValidHmacSignature } from './signatures.js'

const CAVE: ServicePrincipal = { kind: 'service', name: 'makrcave' }

/**
 * Who sends a callback. A credential whose counterpart is not configured counts as not sent; the first one that was
 * sent decides alone, so a wrong signature is never saved by a good key. Without any, only development accepts.
 */
export async function authenticateCallback(
  context: Pick<ApiDependencies, 'config' | 'tokens'>,
  signed: SignedRequest,
): Promise<ServicePrincipal> {
  const verdict = checkSignature(context.config.cave, signed) ?? checkKey(context.config.cave, signed)
  const isAccepted = verdict ?? (await checkBearer(context, signed))
  if (isAccepted === true) return CAVE
  if (isAccepted === false) throw new DomainError('invalid_signature', 'The credential of this callback is wrong.')
  if (context.config.environment === 'development') return CAVE
  throw new DomainError('signature_required', 'A callback must be signed.')
}

/** True or false is the end of it; undefined means that nothing of the kind was sent. */
type Verdict = boolean | undefined

function checkSignature({ webhookSecrets: secrets }: CaveConfig, { rawBody, headers }: SignedRequest): Verdict {
  const header = headers['x-signature'] ?? headers['x-makrcave-signature']
  if (header === undefined || secrets.length === 0) return undefined
  return isValidHmacSignature({ header, body: rawBody, secrets, now: new Date() })
}

function checkKey({ acceptedApiKeys: keys }: CaveConfig, { headers }: SignedRequest): Verdict {
  const key = headers['x-api-key']
  if (key === undefined || keys.length === 0) return undefined
  return typeof key === 'string' && isAcceptedSecret(key, keys, new Date())
}

async function checkBearer(
  context: Pick<ApiDependencies, 'config' | 'tokens'>,
  { headers }: SignedRequest,
): Promise<Verdict> {
  if (!context.config.cave.acceptBearer) return undefined
  const bearer = bearerOf(headers.authorization)
  return bearer === undefined ? undefined : isServiceBearer(context, bearer)
}

async function isServiceBearer(
  { config, tokens }: Pick<ApiDependencies, 'config' | 'tokens'>,
  bearer: string,
): Promise<boolean> {
  const { serviceJwt } = config.cave
  if (serviceJwt !== undefined && isAcceptedSecret(bearer, [{ value: serviceJwt }], new Date())) return true
  try {
    return (await tokens.verify(bearer)).kind === 'service'
  } catch (error) {
    if (error instanceof DomainError && error.code === 'auth_unavailable') throw error
    return false
  }
}

function bearerOf(authorization: string | string[] | undefined): string | undefined {
  if (typeof authorization !== 'string') return undefined
  return /^Bearer (\S+)$/i.exec(authorization)?.[1]
}
