import type { FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'

import type { PeerScope } from './peer-server.js'
import { StripeFault } from './stripe-fault.js'
import { underKey } from './stripe-idempotency.js'
import type { StripeLedger } from './stripe-ledger.js'
import { metadataOf, newIntent, newRefund, type StripeIntentObject, type StripeRefundObject } from './stripe-objects.js'

export interface WireRoutes {
  readonly ledger: StripeLedger
  /** how this call is to fare */
  readonly modeOf: (request: FastifyRequest) => string
  readonly onRefund: (intent: StripeIntentObject, refund: StripeRefundObject) => void
}

const OVER = ['succeeded', 'canceled']
const intentForm = z.looseObject({ amount: z.coerce.number().int().min(50), currency: z.string().length(3) })
const refundForm = z.looseObject({ payment_intent: z.string(), amount: z.coerce.number().int().positive().optional() })
const idParam = z.object({ id: z.string() })
const listQuery = z.object({
  limit: z.coerce.number().int().min(1).max(100).default(10),
  starting_after: z.string().optional(),
  payment_intent: z.string().optional(),
  'created[gte]': z.coerce.number().default(0),
  'created[lte]': z.coerce.number().default(Infinity),
})

/** Payment intents and refunds under `/v1`, with Stripe's answers. */
export function addStripeWire(scope: PeerScope, { ledger, modeOf, onRefund }: WireRoutes): void {
  const once = (request: FastifyRequest, reply: FastifyReply, effect: () => object): unknown =>
    underKey({ request, reply, ledger, mode: modeOf(request) }, effect)

  scope.post('/v1/payment_intents', (request, reply) =>
    once(request, reply, () => {
      const form = intentForm.parse(request.body)
      const intent = newIntent({ amount: form.amount, currency: form.currency, metadata: metadataOf(form) })
      ledger.saveIntent('payment_intent_created', intent)
      return intent
    }),
  )
  scope.get('/v1/payment_intents', (request) => pageOf(ledger.intents(), request))
  scope.get('/v1/payment_intents/:id', (request) => wantedIntent(ledger, idParam.parse(request.params).id))
  scope.post('/v1/payment_intents/:id/cancel', (request, reply) =>
    once(request, reply, () => {
      const intent = wantedIntent(ledger, idParam.parse(request.params).id)
      if (OVER.includes(intent.status)) throw unexpectedState(intent)
      const cancelled = { ...intent, status: 'canceled', cancellation_reason: 'abandoned' }
      ledger.saveIntent('payment_intent_changed', cancelled)
      return cancelled
    }),
  )
  scope.post('/v1/refunds', (request, reply) =>
    once(request, reply, () => createRefund(request.body, ledger, onRefund)),
  )
  scope.get('/v1/refunds', (request) => {
    const { payment_intent } = listQuery.parse(request.query)
    return pageOf(payment_intent === undefined ? [] : ledger.refundsOf(payment_intent), request)
  })
}

function createRefund(body: unknown, ledger: StripeLedger, onRefund: WireRoutes['onRefund']): StripeRefundObject {
  const form = refundForm.parse(body)
  const intent = wantedIntent(ledger, form.payment_intent)
  const refundedMinor = ledger.refundsOf(intent.id).reduce((sum, { amount }) => sum + amount, 0)
  const leftMinor = intent.amount_received - refundedMinor
  const amount = form.amount ?? leftMinor
  if (leftMinor <= 0 || amount > leftMinor)
    throw invalid('charge_already_refunded', 'More than was paid cannot go back.')
  const refund = newRefund(intent, { amount, metadata: metadataOf(form) })
  ledger.saveRefund(refund)
  onRefund(intent, refund)
  return refund
}

function wantedIntent(ledger: StripeLedger, id: string): StripeIntentObject {
  const intent = ledger.intent(id)
  if (intent !== undefined) return intent
  throw new StripeFault(404, {
    type: 'invalid_request_error',
    code: 'resource_missing',
    message: `No such payment_intent: ${id}`,
  })
}

function unexpectedState({ status }: StripeIntentObject): StripeFault {
  return invalid('payment_intent_unexpected_state', `A payment that is ${status} cannot be cancelled.`)
}

function invalid(code: string, message: string): StripeFault {
  return new StripeFault(400, { type: 'invalid_request_error', code, message })
}

/** A page, newest first, after `starting_after`. */
function pageOf(items: readonly { id: string; created: number }[], request: FastifyRequest): object {
  const query = listQuery.parse(request.query)
  const inTime = items.filter(({ created }) => created >= query['created[gte]'] && created <= query['created[lte]'])
  const start = inTime.findIndex(({ id }) => id === query.starting_after) + 1
  const data = inTime.slice(start, start + query.limit)
  return { object: 'list', data, has_more: start + data.length < inTime.length, url: request.url }
}
