import {
  DomainError,
  OutcomeUnknown,
  REFUSALS,
  type RefusalCode,
  UpstreamRefused,
  UpstreamUnavailable,
} from '../domain/errors.js'
import { databaseRefusal } from './database-problem.js'

export interface Problem {
  readonly status: number
  readonly code: RefusalCode
  readonly headers: Readonly<Record<string, string>>
  /** the JSON text of the document */
  readonly body: string
}

/** The error document for a refusal. Texts of 4xx are those of the rule; a 5xx says no more than its code. */
export function problemOf(refusal: DomainError, requestId: string): Problem {
  const { code, extra } = refusal
  const status = REFUSALS[code]
  const message = status >= 500 ? (GENERIC_TEXTS[code] ?? 'Something went wrong on our side.') : refusal.message
  const retryAfter = extra.retryAfter ?? DEFAULT_RETRY_SECONDS[code] ?? (status === 503 ? 5 : undefined)
  const document = {
    ...extra.members,
    type: `https://makrx.store/problems/${code}`,
    title: titleOf(code),
    status,
    detail: message,
    message,
    code,
    request_id: requestId,
    errors: extra.errors ?? [],
    ...(retryAfter !== undefined && { retry_after: retryAfter }),
  }
  return { status, code, headers: headersOf(status, retryAfter), body: JSON.stringify(document) }
}

/** Any thrown thing as a refusal of the closed list. What nobody foresaw is `internal_error`. */
export function refusalOf(error: unknown): DomainError {
  if (error instanceof DomainError) return error
  if (error instanceof UpstreamUnavailable) return new DomainError('upstream_unavailable', '', retryOf(error))
  if (error instanceof OutcomeUnknown) return new DomainError('upstream_unavailable', '')
  if (error instanceof UpstreamRefused) return new DomainError('upstream_bad_response', '')
  return frameworkRefusal(error) ?? databaseRefusal(error) ?? new DomainError('internal_error', '')
}

const DEFAULT_RETRY_SECONDS: Partial<Record<RefusalCode, number>> = {
  idempotency_in_progress: 1,
  rate_limited: 60,
  quota_exceeded: 60,
  rate_limiter_unavailable: 5,
  service_unavailable: 1,
}

const GENERIC_TEXTS: Partial<Record<RefusalCode, string>> = {
  internal_error: 'Something went wrong on our side. Please try again; the request id helps us to find it.',
  upstream_bad_response: 'A partner service sent an answer that we could not use. Please try again later.',
  rate_limiter_unavailable: 'This is unavailable for a moment. Please try again shortly.',
  auth_unavailable: 'Sign-in cannot be checked at the moment. Please try again shortly.',
  workflow_unavailable: 'The work could not be started or finished in time. Repeating the request is safe.',
  storage_unavailable: 'File storage is unavailable at the moment. Please try again shortly.',
  upstream_unavailable: 'A partner service is unavailable at the moment. Please try again shortly.',
  payment_provider_unavailable: 'Payments are unavailable at the moment. Please try again shortly.',
  service_unavailable: 'The store is unavailable for a moment. Please try again shortly.',
}

/** What Fastify itself refuses, before a handler of ours has a say. */
const FRAMEWORK_REFUSALS: Readonly<Record<string, readonly [RefusalCode, string]>> = {
  FST_ERR_CTP_BODY_TOO_LARGE: ['payload_too_large', 'The request body is too large.'],
  FST_ERR_CTP_INVALID_MEDIA_TYPE: ['unsupported_media_type', 'Send the body as application/json.'],
  FST_ERR_CTP_INVALID_CONTENT_LENGTH: ['malformed_request', 'The body is shorter or longer than announced.'],
  FST_ERR_CTP_EMPTY_JSON_BODY: ['malformed_request', 'The request body is empty.'],
  FST_ERR_BAD_URL: ['malformed_request', 'The path cannot be read.'],
  FST_ERR_MAX_PARAM_LENGTH: ['uri_too_long', 'A part of the path is too long.'],
}

function frameworkRefusal(error: unknown): DomainError | undefined {
  const { code } = (error ?? {}) as { code?: unknown }
  const refusal = typeof code === 'string' ? FRAMEWORK_REFUSALS[code] : undefined
  return refusal && new DomainError(...refusal)
}

function headersOf(status: number, retryAfter: number | undefined): Record<string, string> {
  return {
    'content-type': 'application/problem+json',
    ...(status === 401 && { 'www-authenticate': 'Bearer' }),
    ...(retryAfter !== undefined && { 'retry-after': String(retryAfter) }),
    ...(status >= 400 && { 'cache-control': 'no-store' }),
  }
}

function titleOf(code: RefusalCode): string {
  const words = code.replaceAll('_', ' ')
  return words.charAt(0).toUpperCase() + words.slice(1)
}

function retryOf(error: UpstreamUnavailable): { retryAfter?: number } {
  return error.retryAfterSeconds === undefined ? {} : { retryAfter: Math.ceil(error.retryAfterSeconds) }
}
