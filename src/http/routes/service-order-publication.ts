import { z } from 'zod'

import type { ServiceOrderRow } from '../../db/reads/service-orders.js'
import { DomainError } from '../../domain/errors.js'
import { serviceOrderRank } from '../../domain/service-order-status.js'
import type { ApiDependencies } from '../api-dependencies.js'
import { accepted } from '../conditional.js'
import { orderLinks, type LinkReader } from '../order-links.js'
import { defineRoute, type RouteDefinition } from '../route.js'
import { waitForRow } from '../row-wait.js'
import { bodyReference, pathReference, visibleServiceOrder } from '../service-order-reference.js'
import { viewerOf } from '../viewer.js'
import { PublishedAnswer, PublishingAnswer } from './service-orders.wire.js'

const WAIT_SECONDS = 10
const SHARED = { method: 'POST', limit: 'api', idempotency: 'optional', defaultWaitSeconds: WAIT_SECONDS } as const

/**
 * Asking for the publication of a paid order. The payment has started it already, so this starts nothing: it checks
 * the row and waits for MakrCave's job.
 */
export function servicePublicationRoutes(dependencies: ApiDependencies): RouteDefinition[] {
  return [publishRoute(dependencies), bridgePublishRoute(dependencies)]
}

function publishRoute(dependencies: ApiDependencies): RouteDefinition {
  return defineRoute({
    ...SHARED,
    path: '/api/complete_flows/service-orders/:id/publish-to-cave',
    summary: 'Wait until MakrCave has the job of a paid order',
    tag: 'service orders',
    access: 'owner_admin_or_service',
    businessKey: ({ params }) => params.id,
    schema: { params: z.object({ id: pathReference() }), response: { 200: PublishedAnswer, 202: PublishingAnswer } },
    async handler({ principal, params: { id }, waitSeconds, reply }) {
      const row = await visibleServiceOrder(id, viewerOf(principal))
      const published = await publishedRow(dependencies, row, waitSeconds)
      if (published) return publishedAnswer(published)
      const body = publishingAnswer(dependencies, row, principal)
      return accepted(reply, { location: body.status_url, body })
    },
  })
}

function bridgePublishRoute(dependencies: ApiDependencies): RouteDefinition {
  const inWords = { job_id: z.string().nullable(), message: z.string() }
  const response = { 200: PublishedAnswer.extend(inWords), 202: PublishingAnswer.extend(inWords) }
  return defineRoute({
    ...SHARED,
    path: '/api/bridge/jobs/publish',
    summary: 'The same for services, by the service order in the body',
    tag: 'bridge',
    access: 'admin_or_service',
    businessKey: ({ body }) => body.service_order_id,
    schema: { body: z.object({ service_order_id: bodyReference() }), response },
    async handler({ principal, body: { service_order_id: id }, waitSeconds, reply }) {
      const row = await visibleServiceOrder(id, viewerOf(principal))
      const published = await publishedRow(dependencies, row, waitSeconds)
      if (published)
        return { ...publishedAnswer(published), job_id: published.caveJobId, message: 'MakrCave has the job.' }
      const body = publishingAnswer(dependencies, row, principal)
      return accepted(reply, {
        location: body.status_url,
        body: { ...body, job_id: null, message: 'The job is on its way to MakrCave.' },
      })
    },
  })
}

/** The row once MakrCave has the job; undefined when it does not have it in time. */
async function publishedRow(
  { listener }: ApiDependencies,
  row: ServiceOrderRow,
  waitSeconds: number,
): Promise<ServiceOrderRow | undefined> {
  if (isPublished(row)) return row
  refuseUnpublishable(row)
  return waitForRow(listener, { subject: `service_order:${row.id}`, ms: waitSeconds * 1000 }, async () => {
    const now = await visibleServiceOrder(row.id, 'everybody')
    if (isPublished(now)) return now
    refuseUnpublishable(now)
    return undefined
  })
}

function isPublished({ caveJobId, status }: ServiceOrderRow): boolean {
  return status !== 'cancelled' && status !== 'failed' && (caveJobId !== null || (serviceOrderRank(status) ?? 0) > 1)
}

function refuseUnpublishable({ status, deliveryMode, shippingAddress }: ServiceOrderRow): void {
  if (status === 'pending_payment') {
    throw new DomainError('payment_required', 'This order is published once it is paid.')
  }
  const lacksAddress = deliveryMode === 'ship' && shippingAddress === null
  if (status === 'paid' && !lacksAddress) return
  const why = lacksAddress ? 'This order needs a delivery address first.' : 'This order is not made any more.'
  throw new DomainError('invalid_transition', why, { members: { current_status: status, allowed: [] } })
}

function publishedAnswer(row: ServiceOrderRow): z.output<typeof PublishedAnswer> {
  return {
    success: true,
    service_order_id: row.id,
    cave_job_id: row.caveJobId,
    status: 'published_to_cave',
    provider_accept_url: row.providerAcceptUrl,
  }
}

function publishingAnswer(
  { config }: ApiDependencies,
  row: ServiceOrderRow,
  reader: LinkReader,
): z.output<typeof PublishingAnswer> {
  return {
    success: true,
    service_order_id: row.id,
    cave_job_id: null,
    status: 'publishing',
    provider_accept_url: null,
    ...orderLinks(config, row.id, reader),
  }
}
