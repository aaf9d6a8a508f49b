import { Payment } from '../../src/db/models/payments.js'
import { ServiceOrder } from '../../src/db/models/service-orders.js'
import { findRefund } from '../../src/db/reads/payments.js'
import { mustExist } from '../../src/db/record.js'
import type { Database } from '../../src/db/sequelize.js'
import { applyChoices } from '../../src/db/workflow-owned/bom-choices.js'
import { endImport, loadImport, recordImport } from '../../src/db/workflow-owned/bom-imports.js'
import { applyPayments } from '../../src/db/workflow-owned/payment-facts.js'
import { bookRefund, openRefund } from '../../src/db/workflow-owned/refunds.js'
import { cancelOrder, createServiceOrder, setAddress } from '../../src/db/workflow-owned/service-orders.js'
import { bomObjectKey } from '../../src/domain/bom-import.js'
import type { Workflows } from '../../src/http/api-dependencies.js'
import { givenAttempt, givenQuote } from './factories.js'

type Sent = {
  readonly [K in keyof Workflows]: { readonly name: K; readonly message: Parameters<Workflows[K]>[0] }
}[keyof Workflows]
type Message<K extends keyof Workflows> = Parameters<Workflows[K]>[0]
type Answer<K extends keyof Workflows> = Awaited<ReturnType<Workflows[K]>>

/**
 * Stands in for the workflows: notes every message and writes what the run's activities would write, with their own
 * functions. `instead` plays another run for the next message.
 */
export class FakeGateway implements Workflows {
  readonly sent: Sent[] = []
  instead: (() => Promise<unknown>) | undefined
  private readonly database: () => Database

  constructor(database: () => Database) {
    this.database = database
  }

  /** The messages of one kind, oldest first. */
  messages<K extends keyof Workflows>(name: K): Message<K>[] {
    return this.sent.flatMap((one) => (one.name === name ? [one.message as Message<K>] : []))
  }

  startQuote(message: Message<'startQuote'>): Promise<Answer<'startQuote'>> {
    return this.play('startQuote', message, async () => {
      const {
        id,
        quoteNumber,
        uploadId,
        userId,
        settings,
        validHours,
        deliveryAddress = null,
        isPickup,
      } = message.input
      const expiresAt = new Date(Date.now() + validHours * 3_600_000)
      const delivery = isPickup ? ({ method: 'pickup' } as const) : ({ method: 'unknown' } as const)
      await givenQuote({ id, quoteNumber, uploadId, userId, settings, expiresAt, deliveryAddress, delivery })
      return 'answered'
    })
  }

  acceptQuote(message: Message<'acceptQuote'>): Promise<Answer<'acceptQuote'>> {
    return this.play('acceptQuote', message, async () => {
      const { quoteId, command } = message
      const { serviceOrderId, orderId } = await createServiceOrder(this.database(), { ...command, quoteId })
      if ((await Payment.count({ where: { orderId } })) === 0) await givenAttempt(orderId, { id: command.paymentId })
      return { serviceOrderId, orderId }
    })
  }

  setAddress(message: Message<'setAddress'>): Promise<Answer<'setAddress'>> {
    return this.play('setAddress', message, async () => {
      const { id, orderId } = await this.newest(message.quoteId)
      await setAddress(this.database(), id, message.command.address)
      return { serviceOrderId: id, orderId }
    })
  }

  cancelServiceOrder(message: Message<'cancelServiceOrder'>): Promise<Answer<'cancelServiceOrder'>> {
    return this.play('cancelServiceOrder', message, async () => {
      const { by, refundId, reason = 'cancelled' } = message.command
      const { orderId } = await this.newest(message.quoteId)
      const key = `cancel:${refundId}`
      await cancelOrder(this.database(), { orderId, by, key, reason })
      const refund = await openRefund(this.database(), { orderId, key, reason, refundId })
      return { isCancelled: true, refundId: refund.refundId }
    })
  }

  requestPayment(message: Message<'requestPayment'>): Promise<Answer<'requestPayment'>> {
    return this.play('requestPayment', message, async () => {
      const { paymentId, method = null } = message.command
      const { orderId } = await this.newest(message.quoteId)
      await Payment.update({ status: 'cancelled' }, { where: { orderId, status: ['created', 'failed'] } })
      await givenAttempt(orderId, { id: paymentId, method })
      return { paymentId }
    })
  }

  refundOrder(message: Message<'refundOrder'>): Promise<Answer<'refundOrder'>> {
    return this.play('refundOrder', message, async () => {
      const { refundId } = message.command
      const { orderId } = await this.newest(message.quoteId)
      await openRefund(this.database(), { ...message.command, orderId, key: `admin:${refundId}` })
      if (await findRefund(refundId)) {
        await bookRefund(this.database(), refundId, { status: 'succeeded', providerRefundId: `re_${refundId}` })
      }
      return { refundId }
    })
  }

  setOrderStatus(message: Message<'setOrderStatus'>): Promise<Answer<'setOrderStatus'>> {
    return this.play('setOrderStatus', message, async () => {
      const { id, orderId } = await this.newest(message.quoteId)
      const key = `cancel:${message.command.refundId}`
      await cancelOrder(this.database(), { orderId, by: 'admin', key, reason: message.command.note ?? 'cancelled' })
      return { serviceOrderId: id, orderId }
    })
  }

  signalPayment(...message: Parameters<Workflows['signalPayment']>): Promise<void> {
    return this.play('signalPayment', message[0], async () => {
      const { orderId } = await this.newest(message[0])
      await applyPayments(this.database(), orderId)
    })
  }

  startModelAnalysis(message: Message<'startModelAnalysis'>): Promise<Answer<'startModelAnalysis'>> {
    return this.play('startModelAnalysis', message, () => Promise.resolve('pending'))
  }

  startImport(message: Message<'startImport'>): Promise<Answer<'startImport'>> {
    return this.play('startImport', message, async () => {
      const { id: importId, userId, source, projectId, bomName, options } = message.input
      const fileKey = source === 'makrcave' ? null : bomObjectKey(importId)
      await recordImport(this.database(), { importId, userId, source, projectId, bomName, options, fileKey })
      return 'pending'
    })
  }

  applyManualMapping(message: Message<'applyManualMapping'>): Promise<Answer<'applyManualMapping'>> {
    return this.play('applyManualMapping', message, async () => {
      const { importId, command } = message
      const { cartId, results } = await applyChoices(this.database(), { importId, ...command })
      const { status, openLines } = await loadImport(this.database(), importId)
      return { status, openLines, cartId, results }
    })
  }

  cancelImport(message: Message<'cancelImport'>): Promise<Answer<'cancelImport'>> {
    return this.play('cancelImport', message, async () => {
      const { importId } = message
      return endImport(this.database(), { importId, code: 'import_closed', message: 'The import was stopped.' })
    })
  }

  signalCave(serviceOrderId: string): Promise<void> {
    return this.play('signalCave', serviceOrderId, () => Promise.resolve())
  }

  resume(name: Message<'resume'>): Promise<void> {
    return this.play('resume', name, () => Promise.resolve())
  }

  private async play<K extends keyof Workflows>(
    name: K,
    message: Message<K>,
    run: () => Promise<Answer<K>>,
  ): Promise<Answer<K>> {
    this.sent.push({ name, message } as Sent)
    const { instead } = this
    this.instead = undefined
    return instead ? ((await instead()) as Answer<K>) : run()
  }

  private async newest(quoteId: string): Promise<ServiceOrder> {
    return mustExist(
      await ServiceOrder.findOne({ where: { quoteId }, order: [['number', 'DESC']] }),
      'the service order',
    )
  }
}
