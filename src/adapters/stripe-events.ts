import type { RotatingSecret } from '../config.js'
import { isSignedBy } from '../http/signatures.js'
import type { VerifiedEvent, WireHeaders } from '../ports.js'
import { subjectOf } from './payment-event.js'
import { readStripeEvent, stripeEvent } from './stripe-wire.js'
import { assertSecretInForce, invalidWebhook, verifiedJson } from './webhook-bytes.js'

const TIME = /^[1-9]\d{0,11}$/
const TOLERANCE_SECONDS = 300
const MAX_HEADER_LENGTH = 2_000

/**
 * Verifies `stripe-signature: t=<unix>,v1=<hex>[,v1=…]` over `<t>.` and the raw bytes, then reads the event. The
 * vendor's own check is not used: it decodes the bytes to text first and has no bound against a time in the future.
 */
export function verifyStripeEvent(
  { body, headers, now }: { body: Buffer; headers: WireHeaders; now: Date },
  secrets: readonly RotatingSecret[],
): VerifiedEvent {
  assertSecretInForce(secrets, now)
  const { time, digests } = partsOf(headers['stripe-signature'])
  if (Math.abs(now.getTime() / 1000 - Number(time)) > TOLERANCE_SECONDS) throw invalidWebhook()
  if (!isSignedBy({ signed: [`${time}.`, body], digests, secrets, now })) throw invalidWebhook()

  const parsed = stripeEvent.safeParse(verifiedJson(body))
  if (!parsed.success) throw invalidWebhook()
  const event = readStripeEvent(parsed.data)
  return { eventId: parsed.data.id, eventType: parsed.data.type, event, subject: subjectOf(event) }
}

/** One time, and the digests of the scheme `v1`; digests of other schemes are not for us. */
function partsOf(header: string | string[] | undefined): { time: string; digests: string[] } {
  if (typeof header !== 'string' || header.length > MAX_HEADER_LENGTH) throw invalidWebhook()
  const parts = header.split(',').map((part) => part.split('='))
  const times = valuesOf(parts, 't')
  const time = times[0]
  if (time === undefined || times.length > 1 || !TIME.test(time)) throw invalidWebhook()
  return { time, digests: valuesOf(parts, 'v1') }
}

function valuesOf(parts: readonly string[][], name: string): string[] {
  return parts.filter((part) => part.length === 2 && part[0] === name).map((part) => part[1] ?? '')
}
