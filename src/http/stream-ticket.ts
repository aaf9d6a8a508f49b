import { createHmac, timingSafeEqual } from 'node:crypto'

import { DomainError } from '../domain/errors.js'

const TICKET_SECONDS = 900

/** Who may read what with a ticket. */
export interface TicketPass {
  readonly resource: string
  readonly userId: string
  readonly isAdmin: boolean
}

/**
 * A ticket for one event stream, for browsers that cannot send a token with it: bound to the resource and the user,
 * good for 15 minutes and for reading only.
 */
export function issueTicket(secretKey: string, pass: TicketPass, now: Date): string {
  const { resource, userId, isAdmin } = pass
  const claims: TicketClaims = [resource, userId, isAdmin, Math.floor(now.getTime() / 1000) + TICKET_SECONDS]
  const payload = Buffer.from(JSON.stringify(claims)).toString('base64url')
  return `${payload}.${sign(secretKey, payload)}`
}

/** What a ticket says; the caller compares the resource. Refuses a forged one, and an old one with `token_expired`. */
export function readTicket(secretKey: string, ticket: string, now: Date): TicketPass {
  const [payload = '', signature = ''] = ticket.split('.', 2)
  if (!isEqual(signature, sign(secretKey, payload))) throw invalidTicket()
  const claims = JSON.parse(Buffer.from(payload, 'base64url').toString('utf8')) as TicketClaims
  const [resource, userId, isAdmin, expires] = claims
  if (expires * 1000 > now.getTime()) return { resource, userId, isAdmin }
  throw new DomainError('token_expired', 'This ticket has expired; load the document again for a new one.')
}

export function invalidTicket(): DomainError {
  return new DomainError('invalid_token', 'This ticket is not valid here.')
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
