import { z } from 'zod'

import { findQuotedUpload } from '../../db/reads/quotes.js'
import { bundleServiceOrder } from '../../db/reads/service-orders.js'
import { checkDestination } from '../address-schema.js'
import type { ApiDependencies } from '../api-dependencies.js'
import { drawOrderIds } from '../order-wish.js'
import { refuseUnknownQuote, takeQuote } from '../quote-acceptance.js'
import { drawQuoteIds, makeQuote, type QuoteWish } from '../quote-making.js'
import { defineRoute, type RouteDefinition } from '../route.js'
import { visibleServiceOrder } from '../service-order-reference.js'
import { viewerOf } from '../viewer.js'
import { uuid } from '../wire-text.js'
import { AcceptRequest, orderWish } from './order-wish.wire.js'
import { openIntent, PaymentIntent } from './payment-intent.wire.js'
import { FlowsQuoteRequest, quoteDocument, QuoteDocument, QuoteRequest, wishedSettings } from './quotes.wire.js'

const FLOWS_HOURS = 24
const SHOP_HOURS = 168
const OWN = { tag: 'quotes', access: 'user' } as const
const ASKING = { ...OWN, method: 'POST', limit: 'quote', idempotency: 'optional' } as const
const params = z.object({ quote_id: uuid() })

const AcceptAnswer = z.object({
  message: z.string(),
  success: z.boolean(),
  quote_id: z.string(),
  service_order_id: z.string(),
  order_id: z.int(),
  status: z.string(),
  payment_intent: PaymentIntent.nullable(),
})

/** Prices of prints: ask, look again, accept. */
export function quoteRoutes(dependencies: ApiDependencies): RouteDefinition[] {
  return [
    quoteRoute(dependencies, '/api/quotes'),
    quoteRoute(dependencies, '/api/service-orders/quote'),
    flowsQuoteRoute(dependencies),
    showRoute('/api/quotes/:quote_id'),
    showRoute('/api/complete_flows/quote/:quote_id'),
    acceptRoute(dependencies),
  ]
}

function quoteRoute(dependencies: ApiDependencies, path: string): RouteDefinition {
  return defineRoute({
    ...ASKING,
    path,
    summary: 'A price for printing an uploaded model, good for 7 days',
    drawIds: drawQuoteIds,
    defaultWaitSeconds: 0,
    schema: { body: QuoteRequest, response: { 200: QuoteDocument } },
    async handler({ principal, body, claim, waitSeconds }) {
      const request = { claim, userId: principal.id, waitSeconds, validHours: SHOP_HOURS }
      const made = await makeQuote(dependencies, { ...request, ...wishOf(body) })
      return quoteDocument(made, new Date())
    },
  })
}

function flowsQuoteRoute(dependencies: ApiDependencies): RouteDefinition {
  return defineRoute({
    ...ASKING,
    path: '/api/complete_flows/quote',
    summary: 'A price for printing an uploaded model, good for 24 hours',
    drawIds: drawQuoteIds,
    defaultWaitSeconds: 0,
    schema: { body: FlowsQuoteRequest, response: { 200: QuoteDocument } },
    async handler({ principal, body, claim, waitSeconds }) {
      const { upload_id: uploadId, unit, ...settings } = body
      const made = await makeQuote(dependencies, {
        claim,
        userId: principal.id,
        uploadId,
        settings: { wished: wishedSettings(settings), path: 'body' },
        unit: unit ?? undefined,
        isPickup: false,
        validHours: FLOWS_HOURS,
        waitSeconds,
      })
      return quoteDocument(made, new Date())
    },
  })
}

function showRoute(path: string): RouteDefinition {
  return defineRoute({
    ...OWN,
    method: 'GET',
    path,
    summary: 'A quote as it stands now',
    limit: 'read',
    idempotency: 'none',
    schema: { params, response: { 200: QuoteDocument } },
    async handler({ principal, params: { quote_id: id } }) {
      const found = (await findQuotedUpload({ id, userId: principal.id })) ?? refuseUnknownQuote()
      return quoteDocument(found, new Date())
    },
  })
}

function acceptRoute(dependencies: ApiDependencies): RouteDefinition {
  const { database } = dependencies
  return defineRoute({
    ...ASKING,
    path: '/api/quotes/:quote_id/accept',
    summary: 'Accept a quote: makes the service order and its payment',
    drawIds: () => drawOrderIds(database),
    businessKey: ({ params: { quote_id } }) => quote_id,
    schema: { params, body: AcceptRequest, response: { 200: AcceptAnswer } },
    async handler({ principal: user, params: { quote_id: quoteId }, body, claim }) {
      const id = await takeQuote(dependencies, { quoteId, user, claim, wish: orderWish(body) })
      const serviceOrder = await visibleServiceOrder(id, viewerOf(user))
      const { order, attempt } = await bundleServiceOrder(database, serviceOrder)
      return {
        message: 'The quote is accepted.',
        success: true,
        quote_id: quoteId,
        service_order_id: id,
        order_id: order.id,
        status: serviceOrder.status,
        payment_intent: openIntent(attempt),
      }
    },
  })
}

/** A place without city and PIN code says nothing about the delivery. */
function wishOf(
  body: z.output<typeof QuoteRequest>,
): Pick<QuoteWish, 'uploadId' | 'settings' | 'unit' | 'place' | 'isPickup' | 'customerNotes'> {
  const place = body.delivery_address ?? undefined
  if (place) checkDestination(place, 'body.delivery_address')
  const isKnown = place !== undefined && (place.city !== '' || place.postalCode !== '')
  return {
    uploadId: body.upload_id,
    settings: { wished: wishedSettings(body.print_settings), path: 'body.print_settings' },
    unit: body.unit ?? undefined,
    place: isKnown ? place : undefined,
    isPickup: (body.pickup_location ?? '') !== '',
    customerNotes: body.customer_notes ?? undefined,
  }
}
