import { createHash } from 'node:crypto'

import type { RotatingSecret } from '../config.js'
import type { PaymentEvent } from '../domain/payment-state.js'
import { isSignedBy } from '../http/signatures.js'
import type { VerifiedEvent, WireHeaders } from '../ports.js'
import { subjectOf } from './payment-event.js'
import { razorpayEvent, readRazorpayEvent } from './razorpay-wire.js'
import { assertSecretInForce, invalidWebhook, verifiedJson } from './webhook-bytes.js'

const EVENT_ID = /^[\x21-\x7e]{1,255}$/

/**
 * Verifies `x-razorpay-signature: <hex>` over the raw bytes, then reads the event. No time is signed, and the event id
 * travels unsigned: what guards against replay is the permanent row and the forward-only state.
 */
export function verifyRazorpayEvent(
  { body, headers, now }: { body: Buffer; headers: WireHeaders; now: Date },
  { secrets, mode }: { secrets: readonly RotatingSecret[]; mode: PaymentEvent['mode'] },
): VerifiedEvent {
  assertSecretInForce(secrets, now)
  const signature = headers['x-razorpay-signature']
  if (typeof signature !== 'string') throw invalidWebhook()
  if (!isSignedBy({ signed: [body], digests: [signature], secrets, now })) throw invalidWebhook()

  const parsed = razorpayEvent.safeParse(verifiedJson(body))
  if (!parsed.success) throw invalidWebhook()
  const event = readRazorpayEvent(parsed.data, mode)
  return { eventId: eventIdOf(headers, body), eventType: parsed.data.event, event, subject: subjectOf(event) }
}

function eventIdOf(headers: WireHeaders, body: Buffer): string {
  const sent = headers['x-razorpay-event-id']
  if (typeof sent === 'string' && EVENT_ID.test(sent)) return sent
  return createHash('sha256').update(body).digest('hex')
}
