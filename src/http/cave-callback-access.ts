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
  { config, tokens }: Pick<ApiDependencies, 'config' | 'tokens'>,
  { rawBody, headers }: SignedRequest,
): Promise<ServicePrincipal> {
  const { cave } = config
  const now = new Date()
  const signature = headers['x-signature'] ?? headers['x-makrcave-signature']
  if (signature !== undefined && cave.webhookSecrets.length > 0) {
    const isValid = isValidHmacSignature({ header: signature, body: rawBody, secrets: cave.webhookSecrets, now })
    return isValid ? CAVE : refuse('The signature of this callback is wrong.')
  }
  const key = headers['x-api-key']
  if (key !== undefined && cave.acceptedApiKeys.length > 0) {
    const isValid = typeof key === 'string' && isAcceptedSecret(key, cave.acceptedApiKeys, now)
    return isValid ? CAVE : refuse('The API key of this callback is wrong.')
  }
  const bearer = cave.acceptBearer ? bearerOf(headers.authorization) : undefined
  if (bearer !== undefined)
    return (await isServiceBearer({ config, tokens }, bearer)) ? CAVE : refuse('The token is wrong.')
  if (config.environment === 'development') return CAVE
  throw new DomainError('signature_required', 'A callback must be signed.')
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

function refuse(message: string): never {
  throw new DomainError('invalid_signature', message)
}
