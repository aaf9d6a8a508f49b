import { createHmac, timingSafeEqual } from 'node:crypto'

import { DomainError } from '../domain/errors.js'

const TICKET_SECONDS = 900

/** What a ticket lets its holder read. */
export interface TicketHolder {
  readonly userId: string
  readonly isAdmin: boolean
}

/**
 * A ticket for one event stream, for browsers that cannot send a token with it: bound to the resource and the user,
 * good for 15 minutes and for reading only.
 */
export function issueTicket(secretKey: string, pass: TicketHolder & { readonly resource: string }, now: Date): string {
  const { resource, userId, isAdmin } = pass
  const claims: TicketClaims = [resource, userId, isAdmin, Math.floor(now.getTime() / 1000) + TICKET_SECONDS]
  const payload = Buffer.from(JSON.stringify(claims)).toString('base64url')
  return `${payload}.${sign(secretKey, payload)}`
}

/** The holder of a ticket for this resource. Refuses with `token_expired`, or `invalid_token` for anything else. */
export function readTicket(
  secretKey: string,
  ticket: { readonly text: string; readonly resource: string },
  now: Date,
): TicketHolder {
  const [payload = '', signature = ''] = ticket.text.split('.', 2)
  if (!isEqual(signature, sign(secretKey, payload))) throw invalid()
  const [resource, userId, isAdmin, expires] = JSON.parse(
    Buffer.from(payload, 'base64url').toString('utf8'),
  ) as TicketClaims
  if (resource !== ticket.resource) throw invalid()
  if (expires * 1000 <= now.getTime()) {
    throw new DomainError('token_expired', 'This ticket has expired; load the order again for a new one.')
  }
  return { userId, isAdmin }
}

type TicketClaims = readonly [resource: string, userId: string, isAdmin: boolean, expires: number]

/** The label keeps these signatures apart from all others that the key is used for. */
function sign(secretKey: string, payload: string): string {
  return createHmac('sha256', secretKey).update(`stream-ticket\n${payload}`).digest('base64url')
}

function isEqual(one: string, other: string): boolean {
  const [a, b] = [Buffer.from(one), Buffer.from(other)]
  return a.length === b.length && timingSafeEqual(a, b)
}

function invalid(): DomainError {
  return new DomainError('invalid_token', 'This ticket is not valid here.')
}
