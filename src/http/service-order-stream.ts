import { serviceOrderEvents, type EventRow } from '../db/reads/events.js'
import { bundleServiceOrder } from '../db/reads/service-orders.js'
import { isTerminal } from '../domain/service-order-status.js'
import type { ApiDependencies } from './api-dependencies.js'
import type { StreamedEvent, StreamedResource } from './event-stream.js'
import { orderLinks, streamResource } from './order-links.js'
import { statusDocument } from './routes/service-order-status.wire.js'
import { visibleServiceOrder } from './service-order-reference.js'
import type { StreamReader } from './stream-reader.js'

/** The timeline of a service order as a stream (contract.md 1.7). The caller has checked that it may be read. */
export function serviceOrderStream(
  { database, config }: ApiDependencies,
  serviceOrderId: string,
  reader: Pick<StreamReader, 'isAdmin' | 'linkReader'>,
): StreamedResource {
  const { isAdmin, linkReader } = reader
  const load = () => visibleServiceOrder(serviceOrderId, 'everybody')
  return {
    subject: streamResource(serviceOrderId),
    async head() {
      const { version, status } = await load()
      return { seq: version, end: isTerminal(status) ? status : undefined }
    },
    async snapshot() {
      const row = await load()
      const links = orderLinks(config, serviceOrderId, linkReader)
      return { seq: row.version, data: statusDocument(await bundleServiceOrder(database, row), { isAdmin, links }) }
    },
    async events(range) {
      const found = await serviceOrderEvents(database, { serviceOrderId, ...range })
      return found.map((row) => streamedEvent(row, isAdmin))
    },
  }
}

function streamedEvent(row: EventRow, isAdmin: boolean): StreamedEvent {
  const isHidden = row.type === 'attention' && !isAdmin
  return { seq: row.seq, event: isHidden ? undefined : row.type, data: eventData(row) }
}

function eventData({ type, from_status, to_status, note, actor, at, data }: EventRow): object {
  switch (type) {
    case 'status':
      return { from: from_status, to: to_status, note, actor }
    case 'milestone':
      return { status: to_status, note, at: at.toISOString(), applied: false }
    case 'payment':
      return { payment_status: data.payment_status ?? null }
    case 'note':
      return { note, actor }
    case 'attention':
      return { reason: data.reason ?? null }
  }
}
