import type { Config } from '../config.js'
import type { ServicePrincipal, UserPrincipal } from './principal.js'
import { issueTicket } from './stream-ticket.js'

/** Where a service order can be followed. The events link carries a ticket of its own for whoever asked. */
export interface OrderLinks {
  readonly status_url: string
  readonly events_url: string
}

/** Absolute links of a service order's status and live events. */
export function orderLinks(config: Config, serviceOrderId: string, reader: LinkReader): OrderLinks {
  const base = `${config.api.publicBaseUrl}/api/complete_flows/service-orders/${serviceOrderId}`
  const ticket = ticketQuery(config, streamResource(serviceOrderId), reader)
  return { status_url: `${base}/status`, events_url: `${base}/events${ticket}` }
}

/** What tickets for the events of this service order are bound to. */
export function streamResource(serviceOrderId: string): string {
  return `service_order:${serviceOrderId}`
}

export type LinkReader = UserPrincipal | ServicePrincipal | { readonly kind: 'ticket' }

/** `?ticket=…` for the events of a resource: empty without a key to sign with, and for whoever is no person. */
export function ticketQuery({ api: { secretKey } }: Config, resource: string, reader: LinkReader): string {
  if (secretKey === undefined || reader.kind !== 'user') return ''
  const pass = { resource, userId: reader.id, isAdmin: reader.isAdmin }
  return `?ticket=${issueTicket(secretKey, pass, new Date())}`
}
