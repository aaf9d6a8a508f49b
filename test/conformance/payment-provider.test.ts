import { createOutboundHttp } from '../../src/adapters/outbound-http.js'
import { createRazorpayPayments } from '../../src/adapters/razorpay-payments.js'
import { createStripePayments } from '../../src/adapters/stripe-payments.js'
import { openJournal } from '../../src/development/journal.js'
import { listenAsPeer } from '../../src/development/peer-server.js'
import { stripeSignature } from '../../src/development/stripe-event-sender.js'
import { stripePeer } from '../../src/development/stripe-peer.js'
import { postJson } from '../support/post-json.js'
import { razorpaySignature, startRazorpayPeer } from '../support/razorpay-peer.js'
import { startRecordingServer } from '../support/recording-server.js'
import { describePaymentProvider, type PaymentRig, type SignedWebhook } from './payment-provider.js'

describePaymentProvider('Stripe', makeStripeRig)
describePaymentProvider('Razorpay', makeRazorpayRig)

async function makeStripeRig(): Promise<PaymentRig> {
  const credentials = { secretKey: 'sk_test_of_the_suite', publicKey: 'pk_test_of_the_suite' }
  const secret = 'whsec_of_the_suite_0123456789'
  const journal = openJournal()
  const store = await startRecordingServer()
  const peer = await listenAsPeer(
    [stripePeer({ ...credentials, webhookSecret: secret, webhookUrl: `${store.url}/api/webhooks/stripe`, journal })],
    {},
  )
  const https = patientAndNot()

  async function complete(paymentId: string, outcome: string): Promise<SignedWebhook> {
    const expected = store.received().length + 1
    await postJson(`${peer.url}/dev/payments/${paymentId}/complete`, { outcome })
    return store.nth(expected)
  }

  return {
    provider({ secrets = [{ value: secret }], apiUrl = peer.url, totalMs } = {}) {
      return createStripePayments({ ...credentials, webhookSecrets: secrets, apiUrl }, https.of(totalMs))
    },
    secret,
    callsBeforeCreation: 0,
    fault: async (mode, after) => postJson(`${peer.url}/dev/stripe/mode`, { mode, calls: 1, after }),
    pay: async (paymentId) => complete(paymentId, 'succeed'),
    decline: async (paymentId) => complete(paymentId, 'fail'),
    sign: (body, key) => ({ 'stripe-signature': stripeSignature(String(body), key) }),
    unknownEvent: { body: '{"id":"evt_1","type":"customer.created","data":{"object":{}}}', type: 'customer.created' },
    paymentsMade: () =>
      madeIn(journal.entries(), 'payment_intent_created', ({ intent }) => intent?.metadata.payment_id),
    refundsMade: () => madeIn(journal.entries(), 'refund_created', ({ refund }) => refund?.metadata.refund_id),
    async stop() {
      await Promise.all([https.close(), peer.stop(), store.stop()])
    },
  }
}

async function makeRazorpayRig(): Promise<PaymentRig> {
  const credentials = { keyId: 'rzp_test_of_the_suite', keySecret: 'secret-of-the-suite' }
  const secret = 'webhook-secret-of-the-suite'
  const peer = await startRazorpayPeer(credentials)
  const https = patientAndNot()

  const settle = (paymentId: string, status: 'captured' | 'failed'): SignedWebhook => {
    const body = Buffer.from(peer.settle(paymentId, status))
    const headers = {
      'x-razorpay-signature': razorpaySignature(body, secret),
      'x-razorpay-event-id': `evt_${paymentId}`,
    }
    return { body, headers }
  }

  return {
    provider({ secrets = [{ value: secret }], apiUrl = peer.url, totalMs } = {}) {
      return createRazorpayPayments({ ...credentials, webhookSecrets: secrets, apiUrl }, https.of(totalMs))
    },
    secret,
    callsBeforeCreation: 1,
    fault: async (mode, after) => postJson(`${peer.url}/dev/razorpay/mode`, { mode, calls: 1, after }),
    pay: async (paymentId) => Promise.resolve(settle(paymentId, 'captured')),
    decline: async (paymentId) => Promise.resolve(settle(paymentId, 'failed')),
    sign: (body, key) => ({ 'x-razorpay-signature': razorpaySignature(body, key) }),
    unknownEvent: { body: '{"event":"invoice.paid","payload":{}}', type: 'invoice.paid' },
    paymentsMade: () => peer.orders().map(({ receipt }) => receipt),
    refundsMade: () => peer.refunds().map(({ receipt }) => String(receipt)),
    async stop() {
      await Promise.all([https.close(), peer.stop()])
    },
  }
}

/** Two ways out: one that no test exhausts, one for calls that are never answered. */
function patientAndNot(): {
  of: (totalMs?: number) => ReturnType<typeof createOutboundHttp>
  close: () => Promise<unknown>
} {
  const patient = createOutboundHttp({ allowPrivateUpstreams: true, totalMs: 20_000 })
  const impatient = createOutboundHttp({ allowPrivateUpstreams: true, totalMs: 300 })
  return {
    of: (totalMs) => (totalMs === undefined ? patient : impatient),
    close: async () => Promise.all([patient.close(), impatient.close()]),
  }
}

interface MadeEntry {
  readonly kind: string
  readonly intent?: { metadata: { payment_id?: string } }
  readonly refund?: { metadata: { refund_id?: string } }
}

function madeIn(
  entries: readonly object[],
  kind: string,
  idOf: (entry: MadeEntry) => string | undefined,
): readonly string[] {
  return (entries as readonly MadeEntry[]).filter((entry) => entry.kind === kind).map((entry) => idOf(entry) ?? '')
}
