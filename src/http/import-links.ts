import type { Config } from '../config.js'
import { ticketQuery, type LinkReader, type OrderLinks } from './order-links.js'

/** Where an import can be followed. The events link carries a ticket of its own for whoever asked. */
export function importLinks(config: Config, importId: string, reader: LinkReader): OrderLinks {
  const base = `${config.api.publicBaseUrl}/api/bom-import`
  const ticket = ticketQuery(config, importResource(importId), reader)
  return { status_url: `${base}/status/${importId}`, events_url: `${base}/import/${importId}/events${ticket}` }
}

/** What tickets for the events of this import are bound to. */
export function importResource(importId: string): string {
  return `bom_import:${importId}`
}
