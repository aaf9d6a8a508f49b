import { createHmac, randomBytes } from 'node:crypto'

import { z } from 'zod'

import { addFaults, addModeRoute, createFaultMode, FAULT_MODES } from '../../src/development/fault-mode.js'
import { listenAsPeer, type Peer, type PeerScope } from '../../src/development/peer-server.js'

export interface RazorpayPeer extends Peer {
  /** A payment of the order with this receipt changes as a shopper or bank makes it; answers the event's body. */
  readonly settle: (receipt: string, status: 'captured' | 'failed' | 'authorized') => string
  readonly orders: () => readonly Order[]
  readonly refunds: () => readonly Refund[]
}

interface Order {
  readonly id: string
  readonly receipt: string
  readonly amount: number
  readonly currency: string
  readonly status: string
  readonly notes: Readonly<Record<string, string>>
}

interface Payment {
  readonly id: string
  readonly order_id: string
  readonly amount: number
  readonly currency: string
  readonly status: string
  readonly created_at: number
}

interface Refund {
  readonly id: string
  readonly payment_id: string
  readonly amount: number
  readonly currency: string
  readonly status: string
  readonly receipt: string | null
  readonly notes: Readonly<Record<string, string>>
}

interface Ledger {
  readonly orders: Order[]
  readonly payments: Payment[]
  readonly refunds: Refund[]
  readonly refundKeys: Map<string, Refund>
}

const DECLINED = { error_code: 'BAD_REQUEST_ERROR', error_description: 'Declined by the bank.' }
const REFUSAL = { status: 400, body: { error: { code: 'BAD_REQUEST_ERROR', description: 'Refused.' } } }

const idParam = z.object({ id: z.string() })
const notes = z.record(z.string(), z.string()).default({})
const orderBody = z.object({ amount: z.int().min(100), currency: z.string(), receipt: z.string().max(40), notes })
const refundBody = z.object({ amount: z.int().min(100), receipt: z.string().optional(), notes })

/** Razorpay's wire, as far as the adapter speaks it. */
export async function startRazorpayPeer(credentials: { keyId: string; keySecret: string }): Promise<RazorpayPeer> {
  const ledger: Ledger = { orders: [], payments: [], refunds: [], refundKeys: new Map() }
  const faults = createFaultMode()
  const authorization = `Basic ${Buffer.from(`${credentials.keyId}:${credentials.keySecret}`).toString('base64')}`

  const peer = await listenAsPeer(
    [
      async (scope) => {
        addModeRoute(scope, '/dev/razorpay/mode', { modes: FAULT_MODES, faults })
        await scope.register((wire, _options, done) => {
          wire.addHook('onRequest', (request, _reply, next) => {
            if (request.headers.authorization === authorization) next()
            else next(Object.assign(new Error('Authentication failed'), { statusCode: 401 }))
          })
          addFaults(wire, { mode: faults.take, slowMs: 30_000, refusal: REFUSAL })
          addOrderRoutes(wire, ledger)
          addRefundRoutes(wire, ledger)
          done()
        })
      },
    ],
    {},
  )
  return {
    ...peer,
    settle: (receipt, status) => settle(ledger, receipt, status),
    orders: () => ledger.orders,
    refunds: () => ledger.refunds,
  }
}

export function razorpaySignature(body: string | Buffer, secret: string): string {
  return createHmac('sha256', secret).update(body).digest('hex')
}

function addOrderRoutes(wire: PeerScope, { orders, payments }: Ledger): void {
  wire.post('/v1/orders', (request) => {
    const order = { ...orderBody.parse(request.body), id: newId('order'), status: 'created' }
    orders.push(order)
    return order
  })
  wire.get('/v1/orders', (request) => {
    const { receipt } = z.object({ receipt: z.string() }).parse(request.query)
    return collection(orders.filter((order) => order.receipt === receipt))
  })
  wire.get('/v1/orders/:id', (request, reply) => {
    const order = orders.find(({ id }) => id === idParam.parse(request.params).id)
    return order ?? reply.code(400).send(REFUSAL.body)
  })
  wire.get('/v1/orders/:id/payments', (request) => {
    const { id } = idParam.parse(request.params)
    return collection(payments.filter(({ order_id }) => order_id === id).reverse())
  })
}

function addRefundRoutes(wire: PeerScope, { payments, refunds, refundKeys }: Ledger): void {
  wire.post('/v1/payments/:id/refund', (request, reply) => {
    const key = String(request.headers['x-refund-idempotency'])
    const known = refundKeys.get(key)
    if (known !== undefined) return known
    const { amount, receipt, notes: said } = refundBody.parse(request.body)
    const payment = payments.find(({ id }) => id === idParam.parse(request.params).id)
    const refundedMinor = refunds
      .filter(({ payment_id }) => payment_id === payment?.id)
      .reduce((sum, one) => sum + one.amount, 0)
    if (payment?.status !== 'captured' || refundedMinor + amount > payment.amount)
      return reply.code(400).send(REFUSAL.body)
    const refund = {
      id: newId('rfnd'),
      payment_id: payment.id,
      amount,
      currency: payment.currency,
      status: 'processed',
      receipt: receipt ?? null,
      notes: said,
    }
    refunds.push(refund)
    refundKeys.set(key, refund)
    return refund
  })
  wire.get('/v1/payments/:id/refunds', (request) => {
    const { id } = idParam.parse(request.params)
    return collection(refunds.filter(({ payment_id }) => payment_id === id))
  })
}

function settle(ledger: Ledger, receipt: string, status: 'captured' | 'failed' | 'authorized'): string {
  const order = ledger.orders.find((one) => one.receipt === receipt)
  if (order === undefined) throw new Error(`There is no order with the receipt ${receipt}.`)
  const payment = {
    id: newId('pay'),
    order_id: order.id,
    amount: order.amount,
    currency: order.currency,
    status,
    method: 'upi',
    // Razorpay writes an empty list where there are no notes.
    notes: status === 'failed' ? [] : order.notes,
    created_at: 1_790_000_000 + ledger.payments.length,
    ...(status === 'failed' && DECLINED),
  }
  ledger.payments.push(payment)
  const payload = { payment: { entity: payment }, order: { entity: order } }
  return JSON.stringify({ entity: 'event', event: `payment.${status}`, payload, created_at: payment.created_at })
}

function collection(items: readonly unknown[]): object {
  return { entity: 'collection', count: items.length, items }
}

function newId(prefix: string): string {
  return `${prefix}_${randomBytes(7).toString('hex')}`
}
