import type { FastifyRequest } from 'fastify'

import type { ApiDependencies } from './api-dependencies.js'
import { createGate } from './gate.js'
import type { LinkReader } from './order-links.js'
import { invalidTicket, readTicket } from './stream-ticket.js'

/** Who reads a stream: a signed-in user, or the holder of a ticket for one resource. */
export interface StreamReader {
  readonly userId: string
  readonly isAdmin: boolean
  /** for the links in what is sent; a ticket buys no further ticket */
  readonly linkReader: LinkReader
  /** Refuses a ticket that was given for something else. */
  checkResource(resource: string): void
}

/** Finds out who opens a stream. A token that is sent counts, good or bad; without one a ticket does. */
export function streamReader(dependencies: ApiDependencies) {
  const admit = createGate(dependencies)
  return async (request: FastifyRequest, ticket: string | undefined): Promise<StreamReader> => {
    const { secretKey } = dependencies.config.api
    if (ticket !== undefined && secretKey !== undefined && request.headers.authorization === undefined) {
      return ticketReader(secretKey, ticket)
    }
    const user = request.principal.kind === 'user' ? request.principal : await admit('user', request)
    if (user.kind !== 'user') throw invalidTicket()
    return { userId: user.id, isAdmin: user.isAdmin, linkReader: user, checkResource: () => undefined }
  }
}

function ticketReader(secretKey: string, ticket: string): StreamReader {
  const { userId, isAdmin, resource: bound } = readTicket(secretKey, ticket, new Date())
  const checkResource = (resource: string): void => {
    if (resource !== bound) throw invalidTicket()
  }
  return { userId, isAdmin, linkReader: { kind: 'ticket' }, checkResource }
}
