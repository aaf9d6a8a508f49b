import { createHash, timingSafeEqual } from 'node:crypto'

import type { RotatingSecret } from '../config.js'

/** Compares two texts in a time that tells nothing of either; empty never equals anything. */
export function isSameSecret(sent: string | undefined, secret: string | undefined): boolean {
  if (!sent || !secret) return false
  return timingSafeEqual(digest(sent), digest(secret))
}

/** True for one of the secrets that are in force at `now`. All are compared, whichever matches. */
export function isAcceptedSecret(sent: string | undefined, secrets: readonly RotatingSecret[], now: Date): boolean {
  const inForce = secrets.filter(({ until }) => until === undefined || until > now)
  return inForce.map(({ value }) => isSameSecret(sent, value)).includes(true)
}

/** SHA-256 in hex: how guests' session ids are kept. */
export function sha256Hex(text: string | Uint8Array): string {
  return createHash('sha256').update(text).digest('hex')
}

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest()
}
