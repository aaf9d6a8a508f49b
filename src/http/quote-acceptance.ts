import { activeRateCard } from '../db/reads/rate-cards.js'
import { findQuote, type QuoteRow } from '../db/reads/quotes.js'
import { liveOrderOfQuote } from '../db/reads/service-orders.js'
import type { Database } from '../db/sequelize.js'
import { findDeliveryZone, type DeliveryChoice } from '../domain/delivery-zone.js'
import { DomainError } from '../domain/errors.js'
import { priceBeingChecked } from '../domain/model-refusals.js'
import { minorToWire } from '../domain/money.js'
import { withDelivery } from '../domain/quote-price.js'
import { quotesToOrders } from '../metrics.js'
import { pickProvider } from '../payment-providers.js'
import { checkDestination } from './address-schema.js'
import type { ApiDependencies } from './api-dependencies.js'
import { chooseDelivery, type OrderDelivery, type OrderIds, type OrderWish } from './order-wish.js'
import type { UserPrincipal } from './principal.js'
import type { Claim } from './route.js'
import { priceOf, statusAt } from './routes/quotes.wire.js'
import { invalidField } from './validation.js'

/** INR 1..1,000,000, in paise. */
const MIN_ORDER_MINOR = 100
const MAX_ORDER_MINOR = 100_000_000

/**
 * Turns a quote into a service order with its payment and answers the service order's id. What the row forbids is
 * refused before anything is sent; a quote that has its order already answers that one.
 */
export async function takeQuote(dependencies: ApiDependencies, taking: Taking): Promise<string> {
  const { database, payments, workflows, config } = dependencies
  const { quoteId, user, claim, wish } = taking
  const quote = (await findQuote({ id: quoteId, userId: user.id })) ?? refuseUnknownQuote()
  const live = await liveOrderOfQuote(database, quoteId)
  if (live && (live.hasAttempt || live.status !== 'pending_payment')) return live.id
  if (!live) refuseUnlessAcceptable(quote, wish)
  pickProvider(payments, wish.paymentMethod)
  const delivery = await chooseDelivery(database, quote, wish)
  if (!live) await checkOrder(database, quote, delivery)
  const command = commandOf({ ...taking, delivery }, config.shop.paymentWindowHours)
  const { serviceOrderId } = await workflows.acceptQuote({ quoteId, updateId: claim.ids.updateId, command })
  if (!live && serviceOrderId === claim.ids.serviceOrderId) quotesToOrders.inc({ converted: 'true' })
  return serviceOrderId
}

export function refuseUnknownQuote(): never {
  throw new DomainError('quote_not_found', 'You have no such quote.')
}

export interface Taking {
  readonly quoteId: string
  readonly user: UserPrincipal
  readonly claim: Claim<OrderIds>
  readonly wish: OrderWish
}

function commandOf({ claim, user, wish, delivery }: Taking & { delivery: OrderDelivery }, paymentWindowHours: number) {
  const { serviceOrderId, serviceOrderNumber, orderId, orderNumber, paymentId } = claim.ids
  return {
    ...{ serviceOrderId, serviceOrderNumber, orderId, orderNumber, paymentId, paymentWindowHours },
    deliveryMode: delivery.mode,
    priority: wish.priority,
    ...(delivery.address && { address: delivery.address }),
    ...(wish.billingAddress && { billingAddress: wish.billingAddress }),
    ...(user.email !== undefined && { email: user.email }),
    ...(wish.expectedPriceMinor !== undefined && { expectedPriceMinor: wish.expectedPriceMinor }),
    ...(wish.paymentMethod !== undefined && { paymentMethod: wish.paymentMethod }),
    ...(wish.instructions !== undefined && { instructions: wish.instructions }),
  }
}

function refuseUnlessAcceptable(quote: QuoteRow, { expectedPriceMinor }: OrderWish): void {
  const status = statusAt(quote, new Date())
  if (status === 'expired') throw new DomainError('quote_expired', 'This quote has expired; please ask for a new one.')
  if (status !== 'active') throw new DomainError('quote_not_active', 'This quote can no longer be accepted.')
  if (quote.attention === 'quote_needs_person') {
    throw priceBeingChecked(quote)
  }
  if (expectedPriceMinor !== undefined && expectedPriceMinor !== quote.priceMinor) {
    throw new DomainError('price_changed', 'The price has changed since you saw it; please look again.', {
      members: { changes: [{ old_price: minorToWire(expectedPriceMinor), new_price: minorToWire(quote.priceMinor) }] },
    })
  }
}

async function checkOrder(database: Database, quote: QuoteRow, delivery: OrderDelivery): Promise<void> {
  const { address } = delivery
  if (address && delivery.mode === 'ship') checkDestination(address, 'body.shipping_address')
  const card = await activeRateCard(database)
  const zone = address ? findDeliveryZone(card, address) : 'india'
  const choice: DeliveryChoice = delivery.mode === 'pickup' ? { method: 'pickup' } : { method: 'ship', zone }
  const { totalMinor } = withDelivery(priceOf(quote), choice)
  if (totalMinor >= MIN_ORDER_MINOR && totalMinor <= MAX_ORDER_MINOR) return
  throw invalidField(
    'body.quote_id',
    'range',
    'An order costs between ₹1 and ₹1,000,000; please ask us about this one.',
  )
}
