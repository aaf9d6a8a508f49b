import { createHmac, timingSafeEqual } from 'node:crypto'

import type { RotatingSecret } from '../config.js'

/** Whatever stands before the first `=` is the name of the method; it may be left out. */
const SIGNATURE_HEADER = /^(?:[^=]*=)?([0-9a-f]{64})$/
const HEX_DIGEST = /^[0-9a-f]{64}$/

/**
 * True when the header is `sha256=<hex>` (or the bare hex) of HMAC-SHA256 over the exact bytes with a secret that is in
 * force. Any flaw of form is a false, never an exception.
 */
export function isValidHmacSignature(request: SignedRequest): boolean {
  if (typeof request.header !== 'string') return false
  const hex = SIGNATURE_HEADER.exec(request.header)?.[1]
  if (hex === undefined) return false
  return isSignedBy({ signed: [request.body], digests: [hex], secrets: request.secrets, now: request.now })
}

/**
 * True when one of the hex digests is HMAC-SHA256 over the joined pieces with one of the secrets in force. Every digest
 * is compared with every secret in constant time, whichever matches first.
 */
export function isSignedBy({ signed, digests, secrets, now }: SignedPieces): boolean {
  const sent = digests.filter((hex) => HEX_DIGEST.test(hex)).map((hex) => Buffer.from(hex, 'hex'))
  const matches = secretsInForce(secrets, now).flatMap((secret) => {
    const expected = digestOf(signed, secret)
    return sent.map((digest) => timingSafeEqual(digest, expected))
  })
  return matches.includes(true)
}

/** The secrets that are accepted at `now`; an empty one never is. */
export function secretsInForce(secrets: readonly RotatingSecret[], now: Date): string[] {
  return secrets
    .filter(({ value, until }) => value !== '' && (until === undefined || until > now))
    .map(({ value }) => value)
}

function digestOf(signed: readonly (Buffer | string)[], secret: string): Buffer {
  const hmac = createHmac('sha256', secret)
  for (const piece of signed) hmac.update(piece)
  return hmac.digest()
}

interface SignedRequest {
  readonly header: string | string[] | undefined
  readonly body: Buffer
  readonly secrets: readonly RotatingSecret[]
  readonly now: Date
}

interface SignedPieces {
  readonly signed: readonly (Buffer | string)[]
  readonly digests: readonly string[]
  readonly secrets: readonly RotatingSecret[]
  readonly now: Date
}
