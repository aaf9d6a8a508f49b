/** The closed list of refusals, each with its one HTTP status. Same refusal, same body, wherever it was raised. */
export const REFUSALS = {
  malformed_request: 400,
  invalid_host: 400,
  invalid_idempotency_key: 400,
  invalid_webhook_signature: 400,
  authentication_required: 401,
  invalid_token: 401,
  token_expired: 401,
  invalid_audience: 401,
  invalid_issuer: 401,
  invalid_service_token: 401,
  insufficient_permissions: 403,
  service_token_required: 403,
  csrf_failed: 403,
  signature_required: 403,
  invalid_signature: 403,
  metrics_forbidden: 403,
  not_found: 404,
  product_not_found: 404,
  category_not_found: 404,
  brand_not_found: 404,
  collection_not_found: 404,
  cart_not_found: 404,
  cart_item_not_found: 404,
  upload_not_found: 404,
  quote_not_found: 404,
  order_not_found: 404,
  service_order_not_found: 404,
  import_not_found: 404,
  bom_not_found: 404,
  reorder_not_found: 404,
  notification_not_found: 404,
  inbox_entry_not_found: 404,
  job_not_found: 404,
  method_not_allowed: 405,
  request_timeout: 408,
  idempotency_in_progress: 409,
  insufficient_stock: 409,
  cart_empty: 409,
  cart_full: 409,
  price_changed: 409,
  upload_not_ready: 409,
  upload_unusable: 409,
  quote_not_active: 409,
  payment_required: 409,
  already_paid: 409,
  not_cancellable: 409,
  invalid_transition: 409,
  import_closed: 409,
  job_mismatch: 409,
  refund_exceeds_payment: 409,
  upload_expired: 410,
  quote_expired: 410,
  precondition_failed: 412,
  payload_too_large: 413,
  uri_too_long: 414,
  unsupported_media_type: 415,
  validation_error: 422,
  idempotency_key_reuse: 422,
  unsupported_file_type: 422,
  file_mismatch: 422,
  model_not_printable: 422,
  manual_quote_required: 422,
  bom_unreadable: 422,
  bom_limit_exceeded: 422,
  payment_method_unsupported: 422,
  coupon_invalid: 422,
  shipping_method_unknown: 422,
  unknown_cave_status: 422,
  https_required: 426,
  rate_limited: 429,
  quota_exceeded: 429,
  headers_too_large: 431,
  internal_error: 500,
  upstream_bad_response: 502,
  rate_limiter_unavailable: 503,
  auth_unavailable: 503,
  workflow_unavailable: 503,
  storage_unavailable: 503,
  upstream_unavailable: 503,
  payment_provider_unavailable: 503,
  service_unavailable: 503,
} as const

export type RefusalCode = keyof typeof REFUSALS

/** One place of a request that is wrong; `path` looks like `body.items[0].quantity`. */
export interface ErrorItem {
  readonly path: string
  readonly code: string
  readonly message: string
  /** of `insufficient_stock` alone, as they go over the wire */
  readonly product_id?: number
  readonly available?: number
}

export interface RefusalExtra {
  readonly errors?: readonly ErrorItem[]
  /** seconds */
  readonly retryAfter?: number
  /** the members that belong to the code, as they go over the wire */
  readonly members?: Readonly<Record<string, unknown>>
}

/** A rule said no: what happened, why, and what to do, in one sentence a shopper can read. */
export class DomainError extends Error {
  override readonly name = 'DomainError'
  readonly code: RefusalCode
  readonly extra: RefusalExtra

  constructor(code: RefusalCode, message: string, extra: RefusalExtra = {}) {
    super(message)
    this.code = code
    this.extra = extra
  }
}

/** True for a word of the closed list; used where a code comes back from outside (a failed Update). */
export function isRefusalCode(word: string): word is RefusalCode {
  return Object.hasOwn(REFUSALS, word)
}

/** The other side answered and will say the same again: other 4xx, or an unusable 2xx. Never retried. */
export class UpstreamRefused extends Error {
  override readonly name = 'UpstreamRefused'
  readonly status: number

  constructor(message: string, status = 0) {
    super(message)
    this.status = status
  }
}

/** Nothing was done there: 408, 425, 429, 5xx, connection failed before sending. Safe to repeat. */
export class UpstreamUnavailable extends Error {
  override readonly name = 'UpstreamUnavailable'
  readonly retryAfterSeconds: number | undefined

  constructor(message: string, retryAfterSeconds?: number) {
    super(message)
    this.retryAfterSeconds = retryAfterSeconds
  }
}

/** Sent, not answered: look it up by its business key before anything else. */
export class OutcomeUnknown extends Error {
  override readonly name = 'OutcomeUnknown'
}

/** A child that did our work was killed or crashed. */
export class WorkFailed extends Error {
  override readonly name = 'WorkFailed'
}

/** Something that cannot be, is. A defect of ours; parks the run for a person. */
export class Invariant extends Error {
  override readonly name = 'Invariant'
}
