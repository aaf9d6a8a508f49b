import type { PaymentFacts } from '../../domain/loaded-rows.js'
import { Payment } from '../models/payments.js'
import { ServiceOrder } from '../models/service-orders.js'
import { lockServiceOrder, lockStoreOrder, mustExist, recordStoreOrder } from '../record.js'
import { inTransaction, type Database } from '../sequelize.js'
import { markPaid, summarise } from './payment-facts.js'

/** An operator takes a payment that did not fit as the order's payment. */
export async function bookMismatch(database: Database, orderId: number): Promise<PaymentFacts> {
  return inTransaction(database, async () => {
    const order = mustExist(await lockStoreOrder(orderId), 'the store order')
    const attempt = await Payment.findOne({ where: { orderId, status: 'rejected' }, order: [['attempt', 'DESC']] })
    if (attempt && order.paymentStatus !== 'paid') {
      const newest = await ServiceOrder.findOne({ where: { orderId }, order: [['number', 'DESC']] })
      const serviceOrder = newest ? ((await lockServiceOrder(newest.id)) ?? null) : null
      await attempt.update({ status: 'paid' })
      await markPaid(
        database,
        { order, serviceOrder, key: `booked:${attempt.id}` },
        { attempt, method: attempt.method },
      )
    }
    return summarise(database, order)
  })
}

/** A person has seen the dispute; it is not raised again. */
export async function acknowledgeDispute(database: Database, orderId: number): Promise<void> {
  await inTransaction(database, async () => {
    const order = mustExist(await lockStoreOrder(orderId), 'the store order')
    if (order.metadata.dispute !== 'open') return
    await recordStoreOrder(database, order, {
      key: `dispute-acknowledged:${order.version}`,
      type: 'note',
      actor: 'operator',
      applied: false,
      changes: { metadata: { ...order.metadata, dispute: 'acknowledged' } },
    })
  })
}
