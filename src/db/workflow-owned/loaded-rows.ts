import type { LoadedAttention, LoadedOrder, LoadedPublication, LoadedQuote } from '../../domain/loaded-rows.js'
import { isTerminal } from '../../domain/service-order-status.js'
import { Quote } from '../models/quotes.js'
import { ServiceOrder } from '../models/service-orders.js'
import { StoreOrder } from '../models/store-orders.js'
import { mustExist } from '../record.js'
import { firstRow, type Database } from '../sequelize.js'

/** The quote as its run needs it, with the newest service order that came of it. */
export async function loadQuote(database: Database, quoteId: string): Promise<LoadedQuote> {
  const quote = mustExist(await Quote.findByPk(quoteId), `quote ${quoteId}`)
  const serviceOrder = await ServiceOrder.findOne({ where: { quoteId }, order: [['number', 'DESC']] })
  const storeOrder = serviceOrder ? await StoreOrder.findByPk(serviceOrder.orderId) : null
  return {
    ...offeredQuote(quote),
    order: serviceOrder ? await loadOrder(database, serviceOrder) : null,
    attention: attentionOf(quote, storeOrder),
  }
}

/** The same for a quote that nothing has come of yet. */
export function offeredQuote(quote: Quote): LoadedQuote {
  return {
    status: quote.status,
    expiresAtMs: quote.expiresAt.getTime(),
    needsPerson: quote.attention === 'quote_needs_person' ? quote.attentionNote : null,
    isFirmPending: quote.status === 'active' && quote.firmStatus === 'pending',
    order: null,
    attention: attentionOf(quote, null),
  }
}

/** A service order and the store order that pays it, as the quote's run needs them. */
export async function loadOrder(database: Database, row: ServiceOrder): Promise<LoadedOrder> {
  const order = mustExist(await StoreOrder.findByPk(row.orderId), `store order ${row.orderId}`)
  const open = await firstRow<{ count: number }>(
    database,
    `SELECT count(*)::int AS count FROM refunds JOIN payments ON payments.id = refunds.payment_id
     WHERE payments.order_id = $1 AND refunds.status = 'pending'`,
    [order.id],
  )
  const isOver = order.status === 'delivered' || order.status === 'cancelled' || order.status === 'refunded'
  return {
    serviceOrderId: row.id,
    number: row.number,
    orderId: order.id,
    status: row.status,
    paymentStatus: order.paymentStatus,
    payByMs: order.payBy.getTime(),
    needsAddress: row.deliveryMode === 'ship' && row.shippingAddress === null,
    publicationEnd: !isOver && isTerminal(row.status) && order.paymentStatus === 'paid' ? row.status : null,
    openRefunds: open?.count ?? 0,
    isClosed: isOver,
  }
}

/** A service order as its publication needs it. */
export function publicationOf(row: ServiceOrder): LoadedPublication {
  return {
    number: row.number,
    status: row.status,
    jobId: row.caveJobId,
    isPrepared: row.jobBody !== null,
    attention: row.attention ? { reason: row.attention, note: row.attentionNote ?? '' } : null,
  }
}

function attentionOf(quote: Quote, order: StoreOrder | null): LoadedAttention[] {
  const found: LoadedAttention[] = []
  if (quote.attention) {
    found.push({ kind: 'quote', id: quote.id, reason: quote.attention, note: quote.attentionNote ?? '' })
  }
  if (order?.attention) {
    found.push({ kind: 'store_order', id: String(order.id), reason: order.attention, note: order.attentionNote ?? '' })
  }
  return found
}
