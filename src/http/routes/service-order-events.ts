import { z } from 'zod'

import type { ApiDependencies } from '../api-dependencies.js'
import { readLastEventId } from '../event-stream.js'
import { streamResource } from '../order-links.js'
import { defineRoute, type RouteDefinition } from '../route.js'
import { pathReference, visibleServiceOrder } from '../service-order-reference.js'
import { serviceOrderStream } from '../service-order-stream.js'
import { streamReader } from '../stream-reader.js'
import { sendStream, StreamSlots } from '../stream-reply.js'
import { text } from '../wire-text.js'

/** Live events of service orders. */
export function serviceOrderEventRoutes(dependencies: ApiDependencies): RouteDefinition[] {
  const services = { ...dependencies, slots: new StreamSlots() }
  const readerOf = streamReader(dependencies)
  return [
    defineRoute({
      method: 'GET',
      path: '/api/complete_flows/service-orders/:id/events',
      aliases: ['/api/service-orders/order/:id/events', '/api/service-orders/service-orders/order/:id/events'],
      summary: 'What happens to a service order, as it happens; with a token, or the ticket of an events_url',
      tag: 'service orders',
      access: 'public_with_user',
      limit: 'read',
      idempotency: 'none',
      isEventStream: true,
      schema: {
        params: z.object({ id: pathReference() }),
        query: z.object({ last_event_id: text().optional(), ticket: text({ max: 1000 }).optional() }),
        response: { 200: { content: { 'text/event-stream': { schema: z.string() } } } },
      },
      async handler({ params, query, request, reply }) {
        const reader = await readerOf(request, query.ticket)
        const row = await visibleServiceOrder(params.id, reader.isAdmin ? 'everybody' : { userId: reader.userId })
        reader.checkResource(streamResource(row.id))
        return sendStream(services, {
          reply,
          userId: reader.userId,
          resource: serviceOrderStream(dependencies, row.id, reader),
          lastEventId: readLastEventId(reply.sse.lastEventId ?? query.last_event_id),
        })
      },
    }),
  ]
}
