import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'

import { calculateJwkThumbprint, exportJWK, generateKeyPair, importJWK, SignJWT, type JWK } from 'jose'

export interface SigningKey {
  readonly publicJwk: JWK
  /** A token over exactly these claims; `header` may override what stands in its head. */
  readonly sign: (
    claims: Readonly<Record<string, unknown>>,
    header?: Readonly<Record<string, unknown>>,
  ) => Promise<string>
}

/** The RSA key in this file, made at first use; without a file a new one. */
export async function openSigningKey(path?: string): Promise<SigningKey> {
  const privateJwk = path !== undefined && existsSync(path) ? readJwk(path) : await newJwk()
  if (path !== undefined && !existsSync(path)) {
    mkdirSync(dirname(path), { recursive: true, mode: 0o700 })
    writeFileSync(path, JSON.stringify(privateJwk), { mode: 0o600 })
  }
  const key = await importJWK(privateJwk, 'RS256')
  const kid = await calculateJwkThumbprint(privateJwk)
  const { kty, n, e } = privateJwk
  return {
    publicJwk: { kty, n, e, kid, alg: 'RS256', use: 'sig' } as JWK,
    sign: async (claims, header) =>
      new SignJWT(claims).setProtectedHeader({ alg: 'RS256', typ: 'JWT', kid, ...header }).sign(key),
  }
}

async function newJwk(): Promise<JWK> {
  const { privateKey } = await generateKeyPair('RS256', { modulusLength: 2048, extractable: true })
  return exportJWK(privateKey)
}

function readJwk(path: string): JWK {
  return JSON.parse(readFileSync(path, 'utf8')) as JWK
}
