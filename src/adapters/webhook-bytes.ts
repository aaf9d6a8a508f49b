import { parse } from 'secure-json-parse'

import type { RotatingSecret } from '../config.js'
import { DomainError } from '../domain/errors.js'
import { secretsInForce } from '../http/signatures.js'

const UTF8 = new TextDecoder('utf-8', { fatal: true })

/** The one refusal of a webhook, whatever its flaw: a forger learns nothing from it. */
export function invalidWebhook(): DomainError {
  return new DomainError('invalid_webhook_signature', 'The webhook is not signed as its provider signs, or is too old.')
}

/** Without a secret nothing can be verified; the provider comes back later. */
export function assertSecretInForce(secrets: readonly RotatingSecret[], now: Date): void {
  if (secretsInForce(secrets, now).length > 0) return
  throw new DomainError('payment_provider_unavailable', 'This payment provider is not configured to send events.')
}

/** The JSON of verified bytes; what is no JSON is refused like a wrong signature. */
export function verifiedJson(body: Buffer): unknown {
  try {
    return parse(UTF8.decode(body), null, { protoAction: 'remove', constructorAction: 'remove' }) as unknown
  } catch {
    throw invalidWebhook()
  }
}
