import type { z } from 'zod'

import { OutcomeUnknown, UpstreamRefused, UpstreamUnavailable } from '../domain/errors.js'
import { AnswerTooLarge, wasNothingSent, type OutboundHttp } from './outbound-http.js'

export interface UpstreamCall<T> {
  /** who is called, for messages: "MakrCave" */
  readonly upstream: string
  readonly method: 'GET' | 'POST' | 'PATCH'
  readonly url: string
  readonly headers: Readonly<Record<string, string>>
  readonly body?: unknown
  /** what a usable 2xx looks like */
  readonly answer: z.ZodType<T>
  /** repeating could double something, so an unanswered call is `OutcomeUnknown`; default: every POST */
  readonly isUnsafeToRepeat?: boolean
  readonly signal?: AbortSignal
}

/** A call to an upstream that adds its own name and headers. */
export type UpstreamRequest<T> = Omit<UpstreamCall<T>, 'upstream' | 'headers'> & {
  readonly headers?: Record<string, string>
}

/**
 * One JSON call. Answers the checked body of a 2xx. Otherwise `UpstreamUnavailable` (nothing was done, or repeating is
 * harmless), `OutcomeUnknown` (sent, never answered), `UpstreamRefused` (other status, or an unusable 2xx).
 */
export async function callUpstream<T>(http: OutboundHttp, call: UpstreamCall<T>): Promise<T> {
  const response = await send(http, call)
  if (!response.ok)
    throw refusalOf(call.upstream, response.status, retryAfterSeconds(response.headers.get('retry-after')))
  const parsed = call.answer.safeParse(await jsonOrUndefined(response))
  if (!parsed.success)
    throw new UpstreamRefused(`${call.upstream} sent an answer that cannot be used.`, response.status)
  return parsed.data
}

/** Undefined instead of the refusals by which this upstream says that it knows no such thing. */
export async function undefinedOn<T>(statuses: readonly number[], answer: Promise<T>): Promise<T | undefined> {
  try {
    return await answer
  } catch (error) {
    if (error instanceof UpstreamRefused && statuses.includes(error.status)) return undefined
    throw error
  }
}

/** What an answer other than 2xx means. */
export function refusalOf(
  upstream: string,
  status: number,
  retryAfter?: number,
): UpstreamUnavailable | UpstreamRefused {
  if (isTemporary(status)) return new UpstreamUnavailable(`${upstream} answered ${status}.`, retryAfter)
  return new UpstreamRefused(`${upstream} answered ${status}.`, status)
}

/** What it means that no answer came. */
export function failureOf(upstream: string, error: unknown, isUnsafeToRepeat: boolean): Error {
  if (error instanceof AnswerTooLarge) return new UpstreamRefused(`${upstream} sent too long an answer.`)
  if (!isUnsafeToRepeat || wasNothingSent(error)) return new UpstreamUnavailable(`${upstream} could not be reached.`)
  return new OutcomeUnknown(`${upstream} was called and did not answer.`)
}

/** Seconds of a `Retry-After` header, 1 to 600; undefined for a header that is absent or not understood. */
export function retryAfterSeconds(header: string | null | undefined): number | undefined {
  if (!header) return undefined
  const seconds = /^\d{1,6}$/.test(header) ? Number(header) : secondsUntil(header)
  return Number.isFinite(seconds) ? Math.min(600, Math.max(1, Math.ceil(seconds))) : undefined
}

function secondsUntil(httpDate: string): number {
  return httpDate.endsWith(' GMT') ? (Date.parse(httpDate) - Date.now()) / 1000 : NaN
}

async function send<T>(http: OutboundHttp, call: UpstreamCall<T>): Promise<Response> {
  try {
    return await http.fetch(call.url, {
      method: call.method,
      headers: { accept: 'application/json', ...(call.body !== undefined && JSON_BODY), ...call.headers },
      ...(call.body !== undefined && { body: JSON.stringify(call.body) }),
      ...(call.signal && { signal: call.signal }),
    })
  } catch (error) {
    throw failureOf(call.upstream, error, call.isUnsafeToRepeat ?? call.method === 'POST')
  }
}

const JSON_BODY = { 'content-type': 'application/json' }

function isTemporary(status: number): boolean {
  return status >= 500 || status === 408 || status === 425 || status === 429
}

async function jsonOrUndefined(response: Response): Promise<unknown> {
  try {
    return await response.json()
  } catch {
    return undefined
  }
}
