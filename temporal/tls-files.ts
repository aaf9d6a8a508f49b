import { readFileSync } from 'node:fs'

import type { TLSConfig } from '@temporalio/client'

import type { TemporalConfig } from '../src/config.js'

/** Certificates from their files; undefined when the connection is plain. */
export function readTlsFiles(tls: TemporalConfig['tls']): TLSConfig | undefined {
  if (!tls) return undefined
  return {
    ...(tls.serverName === undefined ? {} : { serverNameOverride: tls.serverName }),
    ...(tls.caPath === undefined ? {} : { serverRootCACertificate: readFileSync(tls.caPath) }),
    ...(tls.certPath === undefined || tls.keyPath === undefined
      ? {}
      : { clientCertPair: { crt: readFileSync(tls.certPath), key: readFileSync(tls.keyPath) } }),
  }
}
