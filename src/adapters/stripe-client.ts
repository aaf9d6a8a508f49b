import Stripe from 'stripe'

import { UpstreamRefused, UpstreamUnavailable } from '../domain/errors.js'
import { OUTBOUND_MS, type OutboundHttp } from './outbound-http.js'
import { failureOf, refusalOf, retryAfterSeconds } from './upstream-call.js'

/** The version whose wire `stripe-wire.ts` describes; answers stay in it whatever the account's default is. */
const API_VERSION = '2026-10-28.endive'

/** The vendor's client over our own way out: no retries, no telemetry, an origin of our choice outside production. */
export function createStripeClient(settings: { secretKey: string; apiUrl?: string }, http: OutboundHttp): Stripe {
  return new Stripe(settings.secretKey, {
    apiVersion: API_VERSION,
    maxNetworkRetries: 0,
    timeout: OUTBOUND_MS.payments,
    telemetry: false,
    httpClient: Stripe.createFetchHttpClient(fetchThrough(http)),
    ...(settings.apiUrl !== undefined && addressOf(new URL(settings.apiUrl))),
  })
}

/** An error of the vendor's client in our three words; `isUnsafeToRepeat` where a repeat could double something. */
export function stripeFailure(error: unknown, isUnsafeToRepeat: boolean): unknown {
  if (!(error instanceof Stripe.errors.StripeError)) return error
  if (error instanceof Stripe.errors.StripeConnectionError) return failureOf('Stripe', error.detail, isUnsafeToRepeat)
  // Our key is in use by a call of ours that was cut off: its effect will be there on the next try.
  if (error.code === 'idempotency_key_in_use') return new UpstreamUnavailable('Stripe still works on this request.')
  if (error.statusCode === undefined) return new UpstreamRefused('Stripe sent an answer that cannot be used.')
  return refusalOf('Stripe', error.statusCode, retryAfterSeconds(error.headers?.['retry-after']))
}

/** Stripe keeps the answer to a key for 24 hours, its own failures included: repeating then only hears it again. */
export function isReplayedFailure(error: unknown): boolean {
  if (!(error instanceof Stripe.errors.StripeError) || (error.statusCode ?? 0) < 500) return false
  return error.headers?.['idempotent-replayed'] === 'true'
}

function addressOf(url: URL): { host: string; port: string; protocol: 'http' | 'https' } {
  const protocol = url.protocol === 'http:' ? 'http' : 'https'
  return { host: url.hostname, port: url.port || (protocol === 'http' ? '80' : '443'), protocol }
}

/** The vendor's client calls it with an address, headers, a text and a signal; nothing else is understood. */
function fetchThrough(http: OutboundHttp): typeof fetch {
  return async (url, init = {}) => {
    const { method = 'GET', body, signal } = init
    const headers = new Headers(init.headers)
    headers.delete('content-length')
    const response = await http.fetch(new Request(url).url, {
      method,
      headers: Object.fromEntries(headers),
      ...(typeof body === 'string' && body !== '' && { body }),
      ...(signal && { signal }),
    })
    return readable(response)
  }
}

/**
 * The vendor's client takes any JSON without `error` for a success, whatever the status, and trips over what is no
 * object: a proxy's error page becomes an error with its status, a rubbish 2xx an empty object that fits no schema.
 */
async function readable(response: Response): Promise<Response> {
  const answer = asObject(await response.text())
  const { status, headers } = response
  if (response.ok) return Response.json(answer ?? {}, { status, headers })
  const error = asObject(JSON.stringify(answer?.['error'])) ?? { type: 'api_error', message: `Status ${status}` }
  return Response.json({ error }, { status: Math.max(400, status), headers })
}

function asObject(text: string | undefined): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(text ?? '')
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : undefined
  } catch {
    return undefined
  }
}
