import { paymentActivities } from '../../activities/payments.js'
import { refundActivities } from '../../activities/refunds.js'
import { InboxEntry } from '../../src/db/models/inbox.js'
import { Payment, Refund } from '../../src/db/models/payments.js'
import { StoreOrder } from '../../src/db/models/store-orders.js'
import { orderSubject } from '../../src/db/inbox.js'
import { newId } from '../../src/db/record.js'
import { applyPayments } from '../../src/db/workflow-owned/payment-facts.js'
import { OutcomeUnknown, UpstreamRefused, UpstreamUnavailable } from '../../src/domain/errors.js'
import type { LoadedOrder } from '../../src/domain/loaded-rows.js'
import type { PaymentProviders } from '../../src/payment-providers.js'
import { dependenciesWith } from '../support/activities.js'
import { givenAttempt } from '../support/factories.js'
import { acceptedOrder } from '../support/orders.js'
import { startPeerRig, type PeerRig } from '../support/peer-rig.js'
import { openTestDatabase } from '../support/test-database.js'

let place: Awaited<ReturnType<typeof openTestDatabase>>
let peers: PeerRig

beforeAll(async () => {
  place = await openTestDatabase('test-payments')
  peers = await startPeerRig()
})
afterAll(async () => {
  await peers.stop()
  await place.close()
})
afterEach(() => peers.fault('stripe', 'normal'))

function activitiesWith(payments: PaymentProviders = { stripe: peers.stripe }) {
  const dependencies = dependenciesWith({ database: place.database, payments })
  return { ...paymentActivities(dependencies), ...refundActivities(dependencies) }
}

/** An order and the id of the attempt that is about to be made. */
async function unpaid(): Promise<{ order: LoadedOrder; orderId: number; paymentId: string }> {
  const order = await acceptedOrder(place.database)
  return { order, orderId: order.orderId, paymentId: newId() }
}

/** An order with an attempt that the provider has made. */
async function opened(): Promise<{ orderId: number; paymentId: string }> {
  const wish = await unpaid()
  await activitiesWith().createPayment(wish)
  return wish
}

async function intentsOf(paymentId: string) {
  const made = await peers.journal('stripe', 'payment_intent_created')
  return made.flatMap(({ intent }) => (intent?.metadata.payment_id === paymentId ? [intent] : []))
}

async function factsOf(orderId: number): Promise<string[]> {
  const facts = await InboxEntry.findAll({ where: { subject: orderSubject(orderId) }, order: [['receivedAt', 'ASC']] })
  return facts.map(({ eventType }) => eventType)
}

async function attemptOf(paymentId: string): Promise<Payment> {
  return Payment.findByPk(paymentId, { rejectOnEmpty: true })
}

describe('creating a payment', () => {
  test('twice, and several times at once, is one intent with our references', async () => {
    const wish = await unpaid()
    const { createPayment } = activitiesWith()
    await expect(createPayment(wish)).resolves.toEqual({ paymentId: wish.paymentId })
    await Promise.all([createPayment(wish), createPayment(wish)])
    const [intent, another] = await intentsOf(wish.paymentId)
    expect(another).toBeUndefined()
    expect(intent?.metadata).toMatchObject({
      order_id: String(wish.orderId),
      payment_id: wish.paymentId,
      service_order_id: wish.order.serviceOrderId,
    })
    const attempt = await attemptOf(wish.paymentId)
    expect(attempt).toMatchObject({ providerRef: intent?.id, status: 'created', attempt: 1, amountMinor: 23_482 })
    expect(attempt.intent).toMatchObject({ payment_intent_id: intent?.id })
  })

  test('while the provider is down leaves the attempt, under which a repeat makes the one intent', async () => {
    const wish = await unpaid()
    await peers.fault('stripe', 'down', 1)
    await expect(activitiesWith().createPayment(wish)).rejects.toThrow(UpstreamUnavailable)
    expect(await attemptOf(wish.paymentId)).toMatchObject({ providerRef: null, status: 'created' })
    await activitiesWith().createPayment(wish)
    expect(await intentsOf(wish.paymentId)).toHaveLength(1)
  })

  test.each(['refuse', 'rubbish'])('that the provider answers with %s leaves the order payable', async (mode) => {
    const wish = await unpaid()
    await peers.fault('stripe', mode, 1)
    await expect(activitiesWith().createPayment(wish)).rejects.toThrow(UpstreamRefused)
    const next = { ...wish, paymentId: newId() }
    await activitiesWith().createPayment(next)
    expect(await attemptOf(next.paymentId)).toMatchObject({ attempt: 2, status: 'created' })
  })

  test('whose answer is lost is looked up: one intent, and the attempt knows it', async () => {
    const wish = await unpaid()
    await peers.fault('stripe', 'apply_then_hang', 1)
    await activitiesWith({ stripe: peers.hasty.stripe }).createPayment(wish)
    const [intent, another] = await intentsOf(wish.paymentId)
    expect(another).toBeUndefined()
    expect((await attemptOf(wish.paymentId)).providerRef).toBe(intent?.id)
  })

  test('whose answer and look-up are lost is one intent when it is repeated', async () => {
    const wish = await unpaid()
    await peers.fault('stripe', 'apply_then_hang', 2)
    const lost = activitiesWith({ stripe: peers.hasty.stripe }).createPayment(wish)
    await expect(lost).rejects.toThrow(UpstreamUnavailable)
    await activitiesWith().createPayment(wish)
    const [intent, another] = await intentsOf(wish.paymentId)
    expect(another).toBeUndefined()
    expect((await attemptOf(wish.paymentId)).providerRef).toBe(intent?.id)
  })

  test('is not begun again for an attempt that was cancelled meanwhile', async () => {
    const wish = await unpaid()
    await peers.fault('stripe', 'down', 1)
    await expect(activitiesWith().createPayment(wish)).rejects.toThrow(UpstreamUnavailable)
    await activitiesWith().voidPayment(wish)
    await applyPayments(place.database, wish.orderId)
    await activitiesWith().createPayment(wish)
    expect(await intentsOf(wish.paymentId)).toEqual([])
    expect((await attemptOf(wish.paymentId)).status).toBe('cancelled')
  })

  test.each([
    ['no provider', {}, undefined, 'payment_provider_unavailable'],
    ['a method that we do not know', undefined, 'cash', 'payment_method_unsupported'],
  ])('with %s is refused before anything is written', async (_, providers, method, code) => {
    const wish = { ...(await unpaid()), ...(method !== undefined && { method }) }
    await expect(activitiesWith(providers).createPayment(wish)).rejects.toMatchObject({ code })
    expect(await Payment.count({ where: { orderId: wish.orderId } })).toBe(0)
  })

  test.each([
    ['is paid', { paymentStatus: 'paid' }, 'already_paid'],
    ['is cancelled', { status: 'cancelled' }, 'invalid_transition'],
    ['was not paid in time', { payBy: new Date(Date.now() - 1000) }, 'invalid_transition'],
  ])('for an order that %s is refused', async (_, columns, code) => {
    const wish = await unpaid()
    await StoreOrder.update(columns as Partial<StoreOrder>, { where: { id: wish.orderId } })
    await expect(activitiesWith().createPayment(wish)).rejects.toMatchObject({ code })
    expect(await intentsOf(wish.paymentId)).toEqual([])
  })
})

describe('asking the provider', () => {
  test('finds the payment whose webhook was lost, once', async () => {
    const { orderId, paymentId } = await opened()
    await peers.complete(paymentId, 'succeed')
    await activitiesWith().checkPayment({ orderId })
    expect(await activitiesWith().checkPayment({ orderId })).toEqual({ hasNews: true })
    expect(await factsOf(orderId)).toEqual(['poll.paid'])
    expect((await applyPayments(place.database, orderId)).isPaid).toBe(true)
    await activitiesWith().checkPayment({ orderId })
    expect(await factsOf(orderId)).toEqual(['poll.paid'])
  })

  test('hears of a decline and of nothing new', async () => {
    const { orderId, paymentId } = await opened()
    await activitiesWith().checkPayment({ orderId })
    expect(await factsOf(orderId)).toEqual([])
    await peers.complete(paymentId, 'fail')
    await activitiesWith().checkPayment({ orderId })
    expect(await factsOf(orderId)).toEqual(['poll.failed'])
  })

  test('finds the attempt whose creation was never answered', async () => {
    const wish = await unpaid()
    await peers.fault('stripe', 'apply_then_hang', 2)
    const lost = activitiesWith({ stripe: peers.hasty.stripe }).createPayment(wish)
    await expect(lost).rejects.toThrow(UpstreamUnavailable)
    await peers.complete(wish.paymentId, 'succeed')
    await activitiesWith().checkPayment(wish)
    expect((await applyPayments(place.database, wish.orderId)).isPaid).toBe(true)
    expect((await attemptOf(wish.paymentId)).providerRef).toMatch(/^pi_/)
  })

  test('hears of money for an attempt that was cancelled', async () => {
    const { orderId, paymentId } = await opened()
    await activitiesWith().voidPayment({ orderId })
    await applyPayments(place.database, orderId)
    await peers.complete(paymentId, 'late')
    await activitiesWith().checkPayment({ orderId })
    expect(await applyPayments(place.database, orderId)).toMatchObject({ isPaid: true, mismatch: null })
  })

  test('is repeated while the provider is down', async () => {
    const { orderId } = await opened()
    await peers.fault('stripe', 'down')
    await expect(activitiesWith().checkPayment({ orderId })).rejects.toThrow(UpstreamUnavailable)
  })

  test.each(['refuse', 'rubbish'])('teaches nothing when the answer is %s, and is no failure', async (mode) => {
    const { orderId, paymentId } = await opened()
    await peers.complete(paymentId, 'succeed')
    await peers.fault('stripe', mode)
    expect(await activitiesWith().checkPayment({ orderId })).toEqual({ hasNews: false })
    expect(await factsOf(orderId)).toEqual([])
  })
})

describe('cancelling what is open', () => {
  test('cancels it at the provider and says so once', async () => {
    const { orderId, paymentId } = await opened()
    await activitiesWith().voidPayment({ orderId })
    await activitiesWith().voidPayment({ orderId })
    await applyPayments(place.database, orderId)
    await activitiesWith().voidPayment({ orderId })
    expect(await factsOf(orderId)).toEqual(['poll.cancelled'])
    expect((await attemptOf(paymentId)).status).toBe('cancelled')
    const changes = await peers.journal('stripe', 'payment_intent_changed')
    const states = changes.flatMap(({ intent }) => (intent?.metadata.payment_id === paymentId ? [intent.status] : []))
    expect(states).toEqual(['canceled'])
  })

  test('is nothing when nothing is open', async () => {
    const { orderId } = await unpaid()
    await peers.fault('stripe', 'down')
    await expect(activitiesWith().voidPayment({ orderId })).resolves.toBeUndefined()
    expect(await factsOf(orderId)).toEqual([])
  })

  test('comes too late for money that was faster, which becomes a fact', async () => {
    const { orderId, paymentId } = await opened()
    await peers.complete(paymentId, 'succeed')
    await activitiesWith().voidPayment({ orderId })
    expect(await factsOf(orderId)).toEqual(['poll.paid'])
    expect((await applyPayments(place.database, orderId)).isPaid).toBe(true)
  })

  test('finds the attempt whose creation was never answered, and cancels it', async () => {
    const wish = await unpaid()
    await peers.fault('stripe', 'apply_then_hang', 2)
    const lost = activitiesWith({ stripe: peers.hasty.stripe }).createPayment(wish)
    await expect(lost).rejects.toThrow(UpstreamUnavailable)
    await activitiesWith().voidPayment(wish)
    const changes = await peers.journal('stripe', 'payment_intent_changed')
    expect(changes.at(-1)?.intent).toMatchObject({ status: 'canceled', metadata: { payment_id: wish.paymentId } })
  })

  test('takes a payment that the provider does not know as cancelled', async () => {
    const { orderId } = await unpaid()
    await givenAttempt(orderId)
    await activitiesWith().voidPayment({ orderId })
    expect(await factsOf(orderId)).toEqual(['poll.cancelled'])
  })

  test.each(['down', 'refuse', 'rubbish'])('is repeated when the answer is %s: it must happen', async (mode) => {
    const { orderId, paymentId } = await opened()
    await peers.fault('stripe', mode)
    await expect(activitiesWith().voidPayment({ orderId })).rejects.toThrow(UpstreamUnavailable)
    expect(await factsOf(orderId)).toEqual([])
    expect((await attemptOf(paymentId)).status).toBe('created')
  })
})

describe('sending money back', () => {
  async function refundable(): Promise<{ orderId: number; refundId: string }> {
    const { orderId, paymentId } = await opened()
    await peers.complete(paymentId, 'succeed')
    await activitiesWith().checkPayment({ orderId })
    await applyPayments(place.database, orderId)
    const { refundId } = await activitiesWith().openRefund({ orderId, key: 'test', reason: 'damaged' })
    return { orderId, refundId: refundId ?? '' }
  }

  async function refundsOf(refundId: string) {
    const made = await peers.journal('stripe', 'refund_created')
    return made.flatMap(({ refund }) => (refund?.metadata.refund_id === refundId ? [refund] : []))
  }

  test('twice is one refund, and the books follow', async () => {
    const { orderId, refundId } = await refundable()
    const { refundPayment } = activitiesWith()
    await expect(refundPayment({ refundId })).resolves.toEqual({ refundId, status: 'succeeded' })
    await expect(refundPayment({ refundId })).resolves.toEqual({ refundId, status: 'succeeded' })
    expect(await refundsOf(refundId)).toMatchObject([{ amount: 23_482 }])
    expect(await StoreOrder.findByPk(orderId)).toMatchObject({ paymentStatus: 'refunded', refundedMinor: 23_482 })
  })

  test('whose outcome is unknown is looked up, and is one refund', async () => {
    const { refundId } = await refundable()
    await peers.fault('stripe', 'apply_then_hang', 1)
    const sending = activitiesWith({ stripe: peers.hasty.stripe }).refundPayment({ refundId })
    await expect(sending).rejects.toThrow(OutcomeUnknown)
    await expect(activitiesWith().checkRefund({ refundId })).resolves.toEqual({ refundId, status: 'succeeded' })
    await activitiesWith().refundPayment({ refundId })
    expect(await refundsOf(refundId)).toHaveLength(1)
  })

  test('that never arrived is found missing and sent again', async () => {
    const { refundId } = await refundable()
    await peers.fault('stripe', 'down', 1)
    await expect(activitiesWith().refundPayment({ refundId })).rejects.toThrow(UpstreamUnavailable)
    await expect(activitiesWith().checkRefund({ refundId })).resolves.toEqual({ refundId, status: 'failed' })
    await expect(activitiesWith().refundPayment({ refundId })).resolves.toMatchObject({ status: 'succeeded' })
    expect(await refundsOf(refundId)).toHaveLength(1)
  })

  test('that the provider refuses has failed, can be opened again, and is one refund in the end', async () => {
    const { orderId, refundId } = await refundable()
    await peers.fault('stripe', 'refuse', 2)
    await expect(activitiesWith().refundPayment({ refundId })).resolves.toEqual({ refundId, status: 'failed' })
    await expect(activitiesWith().checkRefund({ refundId })).resolves.toEqual({ refundId, status: 'failed' })
    expect(await Refund.findByPk(refundId)).toMatchObject({ status: 'failed', attempts: 1 })
    const { refunds } = await activitiesWith().reopenFailedRefunds({ orderId })
    expect(refunds).toEqual([{ refundId, key: 'test', reason: 'damaged' }])
    await expect(activitiesWith().refundPayment({ refundId })).resolves.toMatchObject({ status: 'succeeded' })
    expect(await refundsOf(refundId)).toHaveLength(1)
  })

  test('whose provider is no longer set up has failed and is settled by hand', async () => {
    const { orderId, refundId } = await refundable()
    await expect(activitiesWith({}).refundPayment({ refundId })).resolves.toMatchObject({ status: 'failed' })
    await activitiesWith({}).settleRefundsByHand({ orderId })
    expect(await Refund.findByPk(refundId)).toMatchObject({ status: 'succeeded', providerRefundId: null })
    expect(await StoreOrder.findByPk(orderId)).toMatchObject({ paymentStatus: 'refunded' })
  })

  test('is finished by a poll when its answer never came', async () => {
    const { orderId, refundId } = await refundable()
    await peers.fault('stripe', 'apply_then_hang', 1)
    const sending = activitiesWith({ stripe: peers.hasty.stripe }).refundPayment({ refundId })
    await expect(sending).rejects.toThrow(OutcomeUnknown)
    await activitiesWith().checkPayment({ orderId })
    expect(await Refund.findByPk(refundId)).toMatchObject({ status: 'succeeded' })
  })
})
