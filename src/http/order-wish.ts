import { randomBytes } from 'node:crypto'

import type { QuoteRow } from '../db/reads/quotes.js'
import { drawOrderNumbers, lastAddress } from '../db/reads/service-orders.js'
import { newId } from '../db/record.js'
import type { Database } from '../db/sequelize.js'
import type { Address } from '../domain/address.js'
import { formatOrderNumber } from '../domain/order-number.js'
import { isComplete } from './address-schema.js'

/** What a shopper may say about an order, whichever way the quote is taken. */
export interface OrderWish {
  /** absent: as the quote was priced, unless an address is sent */
  readonly mode?: 'ship' | 'pickup' | undefined
  readonly address?: Address | undefined
  readonly billingAddress?: Address | undefined
  readonly expectedPriceMinor?: number | undefined
  readonly paymentMethod?: string | undefined
  readonly priority: 'low' | 'normal' | 'high' | 'urgent'
  readonly instructions?: string | undefined
}

/** The ids of everything that taking a quote makes. */
export interface OrderIds {
  readonly serviceOrderId: string
  readonly serviceOrderNumber: number
  readonly orderId: number
  readonly orderNumber: string
  readonly paymentId: string
}

/** Draws them; numbers of orders that are never made stay gaps. */
export async function drawOrderIds(database: Database): Promise<OrderIds> {
  const numbers = await drawOrderNumbers(database)
  return {
    ...numbers,
    serviceOrderId: newId(),
    orderNumber: formatOrderNumber(new Date(), randomBytes(4)),
    paymentId: newId(),
  }
}

export interface OrderDelivery {
  readonly mode: 'ship' | 'pickup'
  readonly address?: Address | undefined
}

/** How an order is delivered: as wished, else as quoted; the address is the quote's, else that of the last order. */
export async function chooseDelivery(database: Database, quote: QuoteRow, wish: OrderWish): Promise<OrderDelivery> {
  const mode = wish.mode ?? (wish.address ? 'ship' : quotedMode(quote))
  if (wish.address) return { mode, address: wish.address }
  if (mode === 'pickup') return { mode }
  const quoted = quote.deliveryAddress
  return { mode, address: quoted && isComplete(quoted) ? quoted : await lastAddress(database, quote.userId) }
}

function quotedMode(quote: QuoteRow): 'ship' | 'pickup' {
  return quote.delivery.method === 'pickup' ? 'pickup' : 'ship'
}
