import type { ServiceOrderRow } from '../db/reads/service-orders.js'
import { findStoreOrder, serviceOrdersOf, type StoreOrderRow } from '../db/reads/store-orders.js'
import type { Viewer } from '../db/reads/viewer.js'
import { DomainError } from '../domain/errors.js'

/** The order of this id, if these eyes may see it; else `order_not_found`. */
export async function visibleStoreOrder(id: number, viewer: Viewer): Promise<StoreOrderRow> {
  const order = await findStoreOrder(id, viewer)
  if (order) return order
  throw new DomainError('order_not_found', 'There is no such order.')
}

/** An order with the newest service order that it pays for: together they are one run's rows. */
export interface ServicePair {
  readonly order: StoreOrderRow
  readonly serviceOrder: ServiceOrderRow
}

/** The same for what is changed through the service order's run; only orders of kind service have one. */
export async function visibleServicePair(id: number, viewer: Viewer): Promise<ServicePair> {
  const order = await visibleStoreOrder(id, viewer)
  const [serviceOrder] = await serviceOrdersOf([id])
  if (serviceOrder) return { order, serviceOrder }
  throw new DomainError('invalid_transition', 'This order cannot be changed this way.', {
    members: { current_status: order.status, allowed: [] },
  })
}
