import { join } from 'node:path'

import { caveSimulator, type CaveSimulatorOptions } from './cave-simulator.js'
import { openJournal } from './journal.js'
import { listenAsPeer, type Peer, type PeerPlugin } from './peer-server.js'
import { openSigningKey } from './signing-key.js'
import { stripePeer, type StripePeerOptions } from './stripe-peer.js'
import { tokenIssuer, type TokenIssuerOptions } from './token-issuer.js'

export interface PeersOptions {
  readonly port?: number
  /** keys and journals are kept here; absent: only in memory */
  readonly directory?: string
  /** origin of the store's API: where events and callbacks go */
  readonly storeUrl: string
  readonly stripe: Pick<StripePeerOptions, 'secretKey' | 'webhookSecret' | 'slowMs' | 'retryMs'>
  readonly cave: Pick<
    CaveSimulatorOptions,
    'apiKey' | 'webhookSecret' | 'stepSeconds' | 'honoursKeys' | 'slowMs' | 'retryMs'
  >
  readonly tokens: Pick<TokenIssuerOptions, 'clientId' | 'serviceAudience' | 'lifetimeSeconds'>
}

/** Starts everybody the store talks to as one loopback server: token issuer, Stripe, MakrCave. */
export async function startPeers(options: PeersOptions): Promise<Peer> {
  const { directory, storeUrl } = options
  const inDirectory = (name: string): string | undefined =>
    directory === undefined ? undefined : join(directory, name)
  const key = await openSigningKey(inDirectory('token-issuer-key.json'))
  const place = { url: '' }

  const peers: PeerPlugin[] = [
    tokenIssuer({ ...options.tokens, key, keycloakUrl: () => `${place.url}/dev/keycloak` }),
    stripePeer({
      ...options.stripe,
      webhookUrl: `${storeUrl}/api/webhooks/stripe`,
      journal: openJournal(inDirectory('stripe-journal.ndjson')),
    }),
    caveSimulator({ ...options.cave, storeUrl, journal: openJournal(inDirectory('makrcave-journal.ndjson')) }),
    async (scope) => {
      scope.get('/dev/health', () => ({ status: 'healthy' }))
      await Promise.resolve()
    },
  ]
  const peer = await listenAsPeer(peers, { port: options.port ?? 0 })
  place.url = peer.url
  return peer
}
