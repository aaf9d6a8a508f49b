import type { AttentionReason } from '../src/domain/attention.js'
import type { Address } from '../src/domain/address.js'
import type { LoadedOrder, PaymentFacts } from '../src/domain/loaded-rows.js'
import type { ServiceOrderStatus } from '../src/domain/service-order-status.js'
import { clearAttention, setAttention, type AttentionChange } from '../src/db/workflow-owned/attention.js'
import { acknowledgeDispute, bookMismatch } from '../src/db/workflow-owned/payment-decisions.js'
import { applyPayments } from '../src/db/workflow-owned/payment-facts.js'
import {
  cancelOrder,
  closeServiceOrder,
  createServiceOrder,
  replaceServiceOrder,
  setAddress,
  type OrderDraft,
} from '../src/db/workflow-owned/service-orders.js'
import { ServiceOrder } from '../src/db/models/service-orders.js'
import { mustExist, type EventActor } from '../src/db/record.js'
import { serviceOrderSeconds } from '../src/metrics.js'
import type { ActivityDependencies } from './dependencies.js'

/** Service orders and the store orders that pay them: one transaction each. */
export function serviceOrderActivities({ database }: ActivityDependencies) {
  return {
    createServiceOrder: (draft: OrderDraft): Promise<LoadedOrder> => createServiceOrder(database, draft),

    setServiceOrderAddress: (change: { serviceOrderId: string; address: Address }): Promise<LoadedOrder> =>
      setAddress(database, change.serviceOrderId, change.address),

    cancelOrder: (cause: { orderId: number; by: EventActor; key: string; reason: string }): Promise<void> =>
      cancelOrder(database, cause),

    async closeServiceOrder({ serviceOrderId }: { serviceOrderId: string }): Promise<void> {
      await closeServiceOrder(database, serviceOrderId)
      const row = mustExist(await ServiceOrder.findByPk(serviceOrderId), 'the service order')
      serviceOrderSeconds.observe({ outcome: row.status }, (Date.now() - row.createdAt.getTime()) / 1000)
    },

    replaceServiceOrder: ({ serviceOrderId }: { serviceOrderId: string }): Promise<LoadedOrder> =>
      replaceServiceOrder(database, serviceOrderId),

    async readServiceOrderStatus({
      serviceOrderId,
    }: {
      serviceOrderId: string
    }): Promise<{ status: ServiceOrderStatus }> {
      const row = mustExist(await ServiceOrder.findByPk(serviceOrderId), 'the service order')
      return { status: row.status }
    },

    applyPayments: ({ orderId }: { orderId: number }): Promise<PaymentFacts> => applyPayments(database, orderId),

    bookMismatch: ({ orderId }: { orderId: number }): Promise<PaymentFacts> => bookMismatch(database, orderId),

    acknowledgeDispute: ({ orderId }: { orderId: number }): Promise<void> => acknowledgeDispute(database, orderId),

    setAttention: (change: AttentionChange & { note: string; reason: AttentionReason }): Promise<void> =>
      setAttention(database, change),

    clearAttention: (
      change: AttentionChange & { outcome: string; note: string | null; by: string | null },
    ): Promise<void> => clearAttention(database, change),
  }
}
