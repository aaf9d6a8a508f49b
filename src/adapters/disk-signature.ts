import { createHmac, timingSafeEqual } from 'node:crypto'

/** What one signed link allows; every member is part of the signature. */
export interface Permission {
  readonly method: 'GET' | 'PUT' | 'POST'
  readonly key: string
  /** milliseconds since 1970 */
  readonly expiresAtMs: number
  /** of the bytes to come; empty for a download */
  readonly contentType: string
  readonly minBytes: number
  readonly maxBytes: number
  /** of a download; empty for the rest */
  readonly filename: string
}

/** A permission with its signature, as the flat words of a query or form. */
export function signPermission(permission: Permission, signingKey: string): Record<string, string> {
  return { permission: encode(permission), signature: macOf(encode(permission), signingKey).toString('hex') }
}

/** The permission inside signed words; undefined when they were altered or are not ours. */
export function readPermission(words: SignedWords, signingKey: string): Permission | undefined {
  const { permission = '', signature = '' } = words
  const given = Buffer.from(signature, 'hex')
  const right = macOf(permission, signingKey)
  if (given.length !== right.length || !timingSafeEqual(given, right)) return undefined
  return JSON.parse(Buffer.from(permission, 'base64url').toString('utf8')) as Permission
}

export interface SignedWords {
  readonly permission?: string | undefined
  readonly signature?: string | undefined
}

function encode(permission: Permission): string {
  return Buffer.from(JSON.stringify(permission)).toString('base64url')
}

function macOf(text: string, signingKey: string): Buffer {
  return createHmac('sha256', signingKey).update(text).digest()
}
