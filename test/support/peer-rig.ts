import { createHttpCaveClient } from '../../src/adapters/http-cave-client.js'
import { createOutboundHttp, type OutboundHttp } from '../../src/adapters/outbound-http.js'
import { createStripePayments, type StripeSettings } from '../../src/adapters/stripe-payments.js'
import type { CaveConfig } from '../../src/config.js'
import { startPeers } from '../../src/development/start-peers.js'
import type { CaveClient, PaymentProvider } from '../../src/ports.js'
import { postJson } from './post-json.js'

const STRIPE = { secretKey: 'sk_test_of_the_activities', webhookSecret: 'whsec_of_the_activities_0123456789' }
const CAVE = { apiKey: 'api-key-of-the-activities', webhookSecret: 'cave-secret-of-the-activities' }
const NOBODY = 'http://127.0.0.1:9'

/** Stripe and MakrCave as peers, and the product's own adapters to them. Their events reach nobody. */
export interface PeerRig {
  readonly stripe: PaymentProvider
  readonly cave: CaveClient
  /** the same, which gives an unanswered call up soon */
  readonly hasty: { readonly stripe: PaymentProvider; readonly cave: CaveClient }
  /** how the next calls fare; `calls` of them, all when absent */
  fault(peer: 'stripe' | 'makrcave', mode: string, calls?: number): Promise<void>
  /** the shopper's hand on the payment form */
  complete(paymentId: string, outcome: string): Promise<void>
  /** the workshop's hand on a job */
  advance(jobId: string, status: string): Promise<void>
  /** everything that a peer has done, of this kind */
  journal(peer: 'stripe' | 'makrcave', kind: string): Promise<JournalEntry[]>
  stop(): Promise<void>
}

export interface JournalEntry {
  readonly kind: string
  readonly intent?: { readonly id: string; readonly status: string; readonly metadata: Record<string, string> }
  readonly refund?: { readonly id: string; readonly amount: number; readonly metadata: Record<string, string> }
  readonly job?: {
    readonly job_id: string
    readonly external_order_id: string
    readonly key: string
    readonly status: string
  }
}

/** `honoursKeys: false`: MakrCave makes a job of every publication. */
export async function startPeerRig(options: { honoursKeys?: boolean } = {}): Promise<PeerRig> {
  const peers = await startPeers({
    storeUrl: NOBODY,
    stripe: { ...STRIPE, retryMs: [] },
    cave: { ...CAVE, stepSeconds: 0, retryMs: [], ...options },
    tokens: { clientId: 'makrx-store-api', serviceAudience: 'makrx-services' },
  })
  const patient = createOutboundHttp({ allowPrivateUpstreams: true, totalMs: 20_000 })
  const impatient = createOutboundHttp({ allowPrivateUpstreams: true, totalMs: 1_000 })
  const over = (http: OutboundHttp) => ({
    stripe: createStripePayments(stripeSettings(peers.url), http),
    cave: createHttpCaveClient(caveSettings(peers.url), http),
  })
  return {
    ...over(patient),
    hasty: over(impatient),
    async fault(peer, mode, calls) {
      await postJson(`${peers.url}/dev/${peer}/mode`, { mode, ...(calls !== undefined && { calls }) })
    },
    async complete(paymentId, outcome) {
      await postJson(`${peers.url}/dev/payments/${paymentId}/complete`, { outcome })
    },
    async advance(jobId, status) {
      await postJson(`${peers.url}/dev/makrcave/jobs/${jobId}/advance`, { status })
    },
    async journal(peer, kind) {
      const response = await fetch(`${peers.url}/dev/journal/${peer}`)
      const { entries } = (await response.json()) as { entries: JournalEntry[] }
      return entries.filter((entry) => entry.kind === kind)
    },
    async stop() {
      await Promise.all([patient.close(), impatient.close()])
      await peers.stop()
    },
  }
}

function stripeSettings(apiUrl: string): StripeSettings {
  const webhookSecrets = [{ value: STRIPE.webhookSecret }]
  return { secretKey: STRIPE.secretKey, publicKey: 'pk_test_of_the_activities', webhookSecrets, apiUrl }
}

function caveSettings(url: string): CaveConfig {
  return {
    origin: `${url}/dev/makrcave`,
    publishPath: '/api/v1/bridge/jobs',
    apiKey: CAVE.apiKey,
    acceptedApiKeys: [],
    webhookSecrets: [],
    acceptBearer: false,
    silenceHours: 72,
  }
}
