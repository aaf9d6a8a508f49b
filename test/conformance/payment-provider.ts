import { uuidv7 } from 'uuidv7'

import type { RotatingSecret } from '../../src/config.js'
import { DomainError, OutcomeUnknown, UpstreamRefused, UpstreamUnavailable } from '../../src/domain/errors.js'
import { comparePayment, type PaymentAttempt } from '../../src/domain/payment-state.js'
import { freePort } from '../../src/development/free-port.js'
import type { PaymentProvider, PaymentRequest, WireHeaders } from '../../src/ports.js'

/** A provider's peer and the adapter that speaks to it. */
export interface PaymentRig {
  /** an adapter; by default on the rig's peer, with its secret and a patience no test exhausts */
  readonly provider: (change?: ProviderChange) => PaymentProvider
  readonly secret: string
  /** how one call fares, the next one or a later one */
  readonly fault: (mode: 'down' | 'refuse' | 'rubbish' | 'slow' | 'apply_then_hang', after?: number) => Promise<unknown>
  /** calls that creating a payment makes before the one that creates it */
  readonly callsBeforeCreation: number
  /** A shopper acts; answers the webhook as the provider would send it. */
  readonly pay: (paymentId: string) => Promise<SignedWebhook>
  readonly decline: (paymentId: string) => Promise<SignedWebhook>
  readonly sign: (body: string | Buffer, secret: string) => WireHeaders
  /** a genuine event whose kind means nothing to the store, and its id when that is in the body */
  readonly unknownEvent: { readonly body: string; readonly type: string }
  /** our payment ids, one for each payment that exists at the provider */
  readonly paymentsMade: () => readonly string[]
  /** our refund ids, one for each refund that exists at the provider */
  readonly refundsMade: () => readonly string[]
  readonly stop: () => Promise<void>
}

interface ProviderChange {
  readonly secrets?: readonly RotatingSecret[]
  readonly apiUrl?: string
  /** short enough to give up on a call that is never answered */
  readonly totalMs?: number
}

export interface SignedWebhook {
  readonly body: Buffer
  readonly headers: WireHeaders
}

const IMPATIENT = { totalMs: 300 }
const NOW = () => new Date()

/** Everything a `PaymentProvider` promises, whole, for one adapter. */
export function describePaymentProvider(name: string, makeRig: () => Promise<PaymentRig>): void {
  describe(`${name} as a payment provider`, () => {
    let rig: PaymentRig
    beforeAll(async () => {
      rig = await makeRig()
    })
    afterAll(async () => rig.stop())

    const countOf = (ids: readonly string[], id: string): number => ids.filter((one) => one === id).length

    async function paidPayment(): Promise<{ request: PaymentRequest; providerRef: string; providerPaymentId: string }> {
      const request = newRequest()
      const { providerRef } = await rig.provider().createPayment(request)
      await rig.pay(request.paymentId)
      const found = await rig.provider().findPayment({ paymentId: request.paymentId, providerRef })
      return { request, providerRef, providerPaymentId: found?.events.at(-1)?.providerPaymentId ?? 'none' }
    }

    describe('creating a payment', () => {
      test('a repeat under the same id answers the same payment and makes no second one', async () => {
        const request = newRequest()
        const first = await rig.provider().createPayment(request)
        expect(await rig.provider().createPayment(request)).toEqual(first)
        expect(countOf(rig.paymentsMade(), request.paymentId)).toBe(1)
        expect(Object.values(first.intent)).not.toContain('')
      })

      test('two payments of one order are two', async () => {
        const [one, other] = [newRequest(), newRequest()]
        const refs = [await rig.provider().createPayment(one), await rig.provider().createPayment(other)]
        expect(refs[0]?.providerRef).not.toBe(refs[1]?.providerRef)
      })

      test('an answer that is lost is an unknown outcome, is found by our id, and a repeat makes nothing new', async () => {
        const request = newRequest()
        await rig.fault('apply_then_hang', rig.callsBeforeCreation)
        await expect(rig.provider(IMPATIENT).createPayment(request)).rejects.toThrow(OutcomeUnknown)
        const found = await rig.provider().findPayment({ paymentId: request.paymentId, providerRef: null })
        const repeated = await rig.provider().createPayment(request)
        expect(found).toEqual({ ...repeated, events: [] })
        expect(countOf(rig.paymentsMade(), request.paymentId)).toBe(1)
      })

      test('a provider that is down did nothing, and the same id works once it is back', async () => {
        const request = newRequest()
        await rig.fault('down')
        await expect(rig.provider().createPayment(request)).rejects.toThrow(UpstreamUnavailable)
        await rig.provider().createPayment(request)
        expect(countOf(rig.paymentsMade(), request.paymentId)).toBe(1)
      })

      test('nobody at the address means that nothing was sent', async () => {
        const provider = rig.provider({ apiUrl: `http://127.0.0.1:${await freePort()}` })
        await expect(provider.createPayment(newRequest())).rejects.toThrow(UpstreamUnavailable)
      })

      test.each(['refuse', 'rubbish'] as const)(
        'an answer in the mode %s is a refusal that no repeat will change',
        async (mode) => {
          await rig.fault(mode)
          await expect(rig.provider().createPayment(newRequest())).rejects.toThrow(UpstreamRefused)
        },
      )
    })

    describe('looking a payment up', () => {
      test('a payment that was never made is not there', async () => {
        const paymentId = uuidv7()
        expect(await rig.provider().findPayment({ paymentId, providerRef: null })).toBeUndefined()
        expect(await rig.provider().findPayment({ paymentId, providerRef: 'pi_unknown' })).toBeUndefined()
      })

      test('what happened is told in order, and the money agrees with what was asked', async () => {
        const request = newRequest()
        const { providerRef } = await rig.provider().createPayment(request)
        await rig.decline(request.paymentId)
        const declined = await rig.provider().findPayment({ paymentId: request.paymentId, providerRef })
        expect(declined?.events).toMatchObject([
          { kind: 'failed', reason: 'Declined by the bank.', errorCode: expect.any(String) as string },
        ])

        await rig.pay(request.paymentId)
        const paid = await rig.provider().findPayment({ paymentId: request.paymentId, providerRef })
        const last = paid?.events.at(-1)
        expect(last?.kind).toBe('paid')
        expect(last && comparePayment(last, attemptOf(request, providerRef))).toEqual([])
      })

      test('a provider that is down, slow or talks rubbish never looks like a payment that is not there', async () => {
        const wanted = { paymentId: uuidv7(), providerRef: null }
        await rig.fault('down')
        await expect(rig.provider().findPayment(wanted)).rejects.toThrow(UpstreamUnavailable)
        await rig.fault('slow')
        await expect(rig.provider(IMPATIENT).findPayment(wanted)).rejects.toThrow(UpstreamUnavailable)
        await rig.fault('rubbish')
        await expect(rig.provider().findPayment(wanted)).rejects.toThrow(UpstreamRefused)
      })
    })

    describe('calling a payment off', () => {
      test('an open payment is cancelled, and a repeat says so again', async () => {
        const request = newRequest()
        const { providerRef } = await rig.provider().createPayment(request)
        const payment = { paymentId: request.paymentId, providerRef }
        expect(await rig.provider().voidPayment(payment)).toBe('cancelled')
        expect(await rig.provider().voidPayment(payment)).toBe('cancelled')
      })

      test('a payment that was paid meanwhile says so', async () => {
        const { request, providerRef } = await paidPayment()
        expect(await rig.provider().voidPayment({ paymentId: request.paymentId, providerRef })).toBe('paid')
      })

      test('a lost answer may simply be asked again', async () => {
        const { request, providerRef } = await paidPayment()
        await rig.fault('apply_then_hang')
        const payment = { paymentId: request.paymentId, providerRef }
        await expect(rig.provider(IMPATIENT).voidPayment(payment)).rejects.toThrow(UpstreamUnavailable)
        expect(await rig.provider().voidPayment(payment)).toBe('paid')
      })
    })

    describe('refunding', () => {
      test('a repeat under the same id answers the same refund and pays nothing back twice', async () => {
        const paid = await paidPayment()
        const request = refundRequest(paid, 40_000)
        const first = await rig.provider().refundPayment(request)
        expect(first.status).toBe('succeeded')
        expect(await rig.provider().refundPayment(request)).toEqual(first)
        expect(countOf(rig.refundsMade(), request.refundId)).toBe(1)
        expect(await rig.provider().findRefund(request)).toEqual(first)
      })

      test('two refunds of one payment are two', async () => {
        const paid = await paidPayment()
        const [one, other] = [refundRequest(paid, 30_000), refundRequest(paid, 30_000)]
        const ids = [await rig.provider().refundPayment(one), await rig.provider().refundPayment(other)]
        expect(ids[0]?.providerRefundId).not.toBe(ids[1]?.providerRefundId)
      })

      test('an answer that is lost is an unknown outcome and is found by our id', async () => {
        const request = refundRequest(await paidPayment(), 118_000)
        await rig.fault('apply_then_hang')
        await expect(rig.provider(IMPATIENT).refundPayment(request)).rejects.toThrow(OutcomeUnknown)
        const found = await rig.provider().findRefund(request)
        expect(await rig.provider().refundPayment(request)).toEqual(found)
        expect(countOf(rig.refundsMade(), request.refundId)).toBe(1)
      })

      test('more than was paid is refused', async () => {
        const request = refundRequest(await paidPayment(), 118_001)
        await expect(rig.provider().refundPayment(request)).rejects.toThrow(UpstreamRefused)
        expect(await rig.provider().findRefund(request)).toBeUndefined()
      })
    })

    describe('events', () => {
      test('a genuine event is read in our words and agrees with what a look-up says', async () => {
        const request = newRequest()
        const { providerRef } = await rig.provider().createPayment(request)
        const webhook = await rig.pay(request.paymentId)
        const verified = rig.provider().verifyEvent({ ...webhook, now: NOW() })
        expect(verified).toMatchObject({
          subject: String(request.orderId),
          event: { kind: 'paid', orderId: request.orderId },
        })
        expect(verified.eventId).not.toBe('')
        expect(verified.event && comparePayment(verified.event, attemptOf(request, providerRef))).toEqual([])

        const found = await rig.provider().findPayment({ paymentId: request.paymentId, providerRef })
        expect(verified.event?.providerPaymentId).toBe(found?.events.at(-1)?.providerPaymentId)
      })

      test('a kind that means nothing to us is genuine and has no event', () => {
        const { body, type } = rig.unknownEvent
        const verified = rig.provider().verifyEvent(signed(rig, body))
        expect(verified).toMatchObject({ event: null, subject: null, eventType: type })
      })

      test('one changed byte, another secret and a missing or doubled header are all the same refusal', () => {
        const { body, headers, now } = signed(rig, rig.unknownEvent.body)
        const refused = (change: object): void => {
          expect(codeOf(() => rig.provider().verifyEvent({ body, headers, now, ...change }))).toBe(
            'invalid_webhook_signature',
          )
        }
        refused({ body: Buffer.concat([body, Buffer.from(' ')]) })
        refused({ headers: rig.sign(body, 'whsec_of_somebody_else_0123') })
        refused({ headers: {} })
        refused({ headers: doubled(headers) })
      })

      test.each([
        ['no JSON', Buffer.from('hello')],
        ['no object', Buffer.from('[]')],
        ['no text', Buffer.from([0x7b, 0xff, 0x7d])],
      ])('signed bytes that are %s are refused like a wrong signature', (_, body) => {
        expect(codeOf(() => rig.provider().verifyEvent(signed(rig, body)))).toBe('invalid_webhook_signature')
      })

      test('blanks and line feeds are part of what is signed', () => {
        const body = `  ${rig.unknownEvent.body}\r\n`
        expect(rig.provider().verifyEvent(signed(rig, body)).eventType).toBe(rig.unknownEvent.type)
      })

      test('while a secret is being rotated both are accepted, and the old one ends on time', () => {
        const until = new Date(Date.now() + 60_000)
        const secrets = [{ value: 'whsec_the_new_one_0123456789' }, { value: rig.secret, until }]
        const provider = rig.provider({ secrets })
        const { body, headers } = signed(rig, rig.unknownEvent.body)
        const withNew = rig.sign(body, 'whsec_the_new_one_0123456789')
        expect(provider.verifyEvent({ body, headers, now: NOW() }).eventType).toBe(rig.unknownEvent.type)
        expect(provider.verifyEvent({ body, headers: withNew, now: NOW() }).eventType).toBe(rig.unknownEvent.type)
        expect(codeOf(() => provider.verifyEvent({ body, headers, now: until }))).toBe('invalid_webhook_signature')
      })

      test('without a secret events are unavailable, not invalid: the provider comes back', () => {
        const provider = rig.provider({ secrets: [] })
        expect(codeOf(() => provider.verifyEvent(signed(rig, rig.unknownEvent.body)))).toBe(
          'payment_provider_unavailable',
        )
      })
    })
  })
}

function newRequest(): PaymentRequest {
  return {
    paymentId: uuidv7(),
    amountMinor: 118_000,
    currency: 'INR',
    orderId: 7,
    orderNumber: 'MX-20261110-0A1B2C3D',
    serviceOrderId: uuidv7(),
    quoteId: uuidv7(),
    expiresAt: new Date(Date.now() + 30 * 60_000),
  }
}

function attemptOf(request: PaymentRequest, providerRef: string): PaymentAttempt {
  const { paymentId, orderId, amountMinor, currency, serviceOrderId = null } = request
  return { paymentId, orderId, serviceOrderId, amountMinor, currency, providerRef, mode: 'test' }
}

function refundRequest(
  { providerRef, providerPaymentId }: { providerRef: string; providerPaymentId: string },
  amountMinor: number,
): { refundId: string; providerRef: string; providerPaymentId: string; amountMinor: number; currency: string } {
  return { refundId: uuidv7(), providerRef, providerPaymentId, amountMinor, currency: 'INR' }
}

function signed(rig: PaymentRig, body: string | Buffer): SignedWebhook & { now: Date } {
  return { body: Buffer.from(body), headers: rig.sign(body, rig.secret), now: NOW() }
}

function doubled(headers: WireHeaders): WireHeaders {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, [String(value), String(value)]]))
}

function codeOf(work: () => unknown): string {
  try {
    work()
    return 'accepted'
  } catch (error) {
    if (error instanceof DomainError) return error.code
    throw error
  }
}
