import { createServer, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

import type { JWK } from 'jose'

export interface Realm {
  readonly jwksUrl: string
  readonly publish: (...keys: JWK[]) => void
  /** how the next fetches of keys fare */
  readonly fare: (mode: 'well' | 'down' | 'rubbish' | 'empty' | 'hang') => void
  readonly fetches: () => number
  readonly stop: () => Promise<void>
}

/** The key set of a realm, as a server that counts and fails on demand. */
export async function startRealm(): Promise<Realm> {
  let keys: readonly JWK[] = []
  let mode = 'well'
  let fetches = 0

  const answer = (response: ServerResponse): void => {
    if (mode === 'hang') return
    response.statusCode = mode === 'down' ? 503 : 200
    response.setHeader('content-type', 'application/json')
    response.end(mode === 'rubbish' ? '<html>' : JSON.stringify({ keys: mode === 'empty' ? [] : keys }))
  }
  const server = createServer((_request, response) => {
    fetches += 1
    answer(response)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))

  return {
    jwksUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}/certs`,
    publish: (...published) => void (keys = published),
    fare: (next) => void (mode = next),
    fetches: () => fetches,
    async stop() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}
