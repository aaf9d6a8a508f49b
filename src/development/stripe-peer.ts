import type { FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'

import { addFaults, addModeRoute, createFaultMode, FAULT_MODES, type FaultMode } from './fault-mode.js'
import type { Journal } from './journal.js'
import type { PeerPlugin, PeerScope } from './peer-server.js'
import { createStripeEvents } from './stripe-event-sender.js'
import { StripeFault } from './stripe-fault.js'
import { openStripeLedger, type StripeLedger } from './stripe-ledger.js'
import { chargeOf, newEvent, type StripeIntentObject, type StripeRefundObject } from './stripe-objects.js'
import { completePayment, PAYMENT_OUTCOMES } from './stripe-outcomes.js'
import { addStripeWire } from './stripe-wire-routes.js'

export interface StripePeerOptions {
  readonly secretKey: string
  readonly webhookSecret: string
  /** where events go: the store's own webhook path */
  readonly webhookUrl: string
  readonly journal: Journal
  /** how long a slow answer takes */
  readonly slowMs?: number
  /** pauses before an event that was not taken is sent again */
  readonly retryMs?: readonly number[]
}

/** `break` fails with 500, `apply_then_break` after the work is done; both keep that answer under the key. */
const MODES = [...FAULT_MODES, 'break', 'apply_then_break']
const REFUSAL = { status: 402, body: { error: { type: 'card_error', code: 'card_declined', message: 'Refused.' } } }

const completion = z.object({ outcome: z.enum(PAYMENT_OUTCOMES), method: z.string().max(32).optional() })
const paymentParam = z.object({ paymentId: z.string() })

/**
 * The part of Stripe that the store uses, under `/v1`; under `/dev/payments` a shopper's hand on the payment form. Its
 * events are signed as Stripe signs and go to the store's own webhook path.
 */
export function stripePeer(options: StripePeerOptions): PeerPlugin {
  const { journal } = options
  const ledger = openStripeLedger(journal)
  const events = createStripeEvents(options)
  const faults = createFaultMode()

  return async (scope) => {
    scope.addHook('onClose', (_scope, done) => {
      events.stop()
      done()
    })
    scope.setErrorHandler(answerFault)
    addModeRoute(scope, '/dev/stripe/mode', { modes: MODES, faults })
    scope.get('/dev/journal/stripe', () => ({ entries: journal.entries() }))
    scope.post('/dev/payments/:paymentId/complete', async (request) => {
      const { paymentId } = paymentParam.parse(request.params)
      const completed = completePayment(ledger, { paymentId, ...completion.parse(request.body) })
      const statuses = await events.send(completed.events)
      return { success: true, payment_id: paymentId, status: completed.intent.status, webhook_statuses: statuses }
    })

    await scope.register((wire, _options, done) => {
      addAuthentication(wire, options.secretKey)
      const modeOf = addStripeFaults(wire, { faults, slowMs: options.slowMs ?? 30_000 })
      addStripeWire(wire, {
        ledger,
        modeOf,
        onRefund: (intent, refund) => void events.send(eventsOfRefund(ledger, intent, refund)),
      })
      done()
    })
  }
}

function addAuthentication(wire: PeerScope, secretKey: string): void {
  wire.addHook('onRequest', (request, _reply, done) => {
    if (request.headers.authorization === `Bearer ${secretKey}`) done()
    else done(new StripeFault(401, { type: 'invalid_request_error', message: 'Invalid API key.' }))
  })
}

/** Answers how a request is to fare, which is decided once, when it comes. */
function addStripeFaults(
  wire: PeerScope,
  { faults, slowMs }: { faults: FaultMode; slowMs: number },
): (request: FastifyRequest) => string {
  const modes = new WeakMap<FastifyRequest, string>()
  const decide = (request: FastifyRequest): string => {
    const mode = faults.take()
    modes.set(request, mode)
    return mode
  }
  addFaults(wire, { mode: decide, slowMs, refusal: REFUSAL })
  return (request) => modes.get(request) ?? 'normal'
}

function eventsOfRefund(ledger: StripeLedger, intent: StripeIntentObject, refund: StripeRefundObject): object[] {
  const refundedMinor = ledger.refundsOf(intent.id).reduce((sum, { amount }) => sum + amount, 0)
  return [newEvent('charge.refunded', chargeOf(intent, refundedMinor)), newEvent('refund.updated', refund)]
}

async function answerFault(error: unknown, _request: FastifyRequest, reply: FastifyReply): Promise<void> {
  if (!(error instanceof StripeFault)) throw error
  await reply.code(error.status).send(error.body)
}
