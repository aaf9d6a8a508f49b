import type { AttentionReason } from '../../src/domain/attention.js'
import type { LoadedOrder, LoadedQuote } from '../../src/domain/loaded-rows.js'
import type { ServiceOrderStatus } from '../../src/domain/service-order-status.js'
import { QUEUES } from '../../workflows/activity-options.js'
import { awaitFirstAnswer } from '../../workflows/common-contract.js'
import { quoteToServiceOrderId } from '../../workflows/ids.js'
import {
  acceptQuote,
  cancelServiceOrder,
  paymentEvent,
  publicationEnded,
  type CancelAnswer,
  type OrderAnswer,
} from '../../workflows/quote-to-service-order-contract.js'
import { FACTS, ORDER, QUOTE, REPLACEMENT_ID } from '../support/fake-activities.js'
import type { WorkflowRig } from '../support/workflow-run.js'
import { Play, type Scene } from './play.js'

const PART = { workflow: 'quoteToServiceOrder', queue: QUEUES.core, workflowId: quoteToServiceOrderId }

const ACCEPT = {
  serviceOrderId: ORDER.serviceOrderId,
  serviceOrderNumber: ORDER.number,
  orderId: ORDER.orderId,
  orderNumber: 'MX-20261123-00000001',
  paymentId: '0197f0a0-0000-7000-8000-000000000002',
  deliveryMode: 'pickup',
  priority: 'normal',
  paymentWindowHours: 24,
} as const

export const ADDRESS = {
  name: 'A. Maker',
  line1: 'Lane 1',
  line2: null,
  city: 'Pune',
  state: null,
  postalCode: '411001',
  country: 'IN',
  phone: null,
}

/** The quote's row with its order in some state, as a resumed run finds it. */
export function quoteWith(order: Partial<LoadedOrder>, reason?: AttentionReason): LoadedQuote {
  const attention = reason
    ? [{ kind: 'store_order', id: String(ORDER.orderId), reason, note: 'as before' } as const]
    : []
  return { ...QUOTE, status: 'accepted', order: { ...ORDER, ...order }, attention }
}

/** Members of an end that is the replacement's. */
export const REPLACED = { serviceOrderId: REPLACEMENT_ID }

export const paid = () => Promise.resolve({ ...FACTS, isPaid: true })
export const unpaid = () => Promise.resolve(FACTS)

/** A quote's run, with the words of its story. */
export class QuotePlay extends Play {
  constructor(rig: WorkflowRig, scene: Scene = {}) {
    super(rig, PART, scene)
  }

  /** Priced and on offer. */
  static async offered(rig: WorkflowRig, scene: Scene = {}): Promise<QuotePlay> {
    const play = new QuotePlay(rig, scene)
    await play.begin(awaitFirstAnswer, { quoteNumber: 'QT-20261123-00000001', uploadId: 'upload-1', ...scene.input })
    return play
  }

  /** Accepted and waiting for money. */
  static async accepted(rig: WorkflowRig, scene: Scene = {}): Promise<QuotePlay> {
    const play = await QuotePlay.offered(rig, scene)
    await play.accept()
    return play
  }

  /** Paid and given to MakrCave, unless the scene keeps it. */
  static async paid(rig: WorkflowRig, scene: Scene = {}): Promise<QuotePlay> {
    const play = await QuotePlay.accepted(rig, scene)
    await play.pay()
    return play
  }

  accept(more: object = {}): Promise<OrderAnswer> {
    return this.ask(acceptQuote, { ...ACCEPT, ...more })
  }

  pay(inboxId = 'fact-1'): Promise<void> {
    return this.signal(paymentEvent, { inbox_id: inboxId })
  }

  ends(status: ServiceOrderStatus, more: { isRefundDue?: boolean; serviceOrderId?: string } = {}): Promise<void> {
    return this.signal(publicationEnded, {
      serviceOrderId: ORDER.serviceOrderId,
      status,
      isRefundDue: false,
      ...more,
    })
  }

  cancel(by: 'customer' | 'admin' = 'customer'): Promise<CancelAnswer> {
    return this.ask(cancelServiceOrder, { by, refundId: 'refund-1', reason: 'changed my mind' })
  }
}
