import type { PaymentEvent } from './domain/payment-state.js'

/**
 * The four promises to the outside world. An adapter turns the other side's wire into these words and its failures into
 * `UpstreamUnavailable` (nothing done, repeat), `UpstreamRefused` (repeating is useless) or `OutcomeUnknown` (look it up).
 */

/** Private storage of files by key. Writing twice under one key replaces. */
export interface ObjectStore {
  /** A form upload bound to the exact key, type and a size range. The client sends every field, then `file`. */
  signForm(request: {
    key: string
    contentType: string
    maxBytes: number
    minBytes: number
    seconds: number
  }): Promise<SignedForm>
  /** A PUT bound to key, type and the exact length. */
  signPut(request: { key: string; contentType: string; bytes: number; seconds: number }): Promise<SignedPut>
  /** A GET that downloads under `filename`, as attachment. */
  signGet(request: { key: string; filename: string; seconds: number }): Promise<string>
  /** Size, type, version and SHA-256 (hex, where the store knows it); undefined when there is no such object. */
  head(key: string): Promise<StoredObject | undefined>
  /** The bytes; refuses with `UpstreamRefused` when there is no such object. */
  open(key: string, signal?: AbortSignal): Promise<NodeJS.ReadableStream>
  put(request: { key: string; body: Uint8Array | { path: string; bytes: number }; contentType: string }): Promise<void>
  copy(fromKey: string, toKey: string): Promise<void>
  /** Removing what is not there is success. */
  remove(key: string): Promise<void>
  /** Keys below a prefix that were written before `olderThan`, in order, at most `limit`, from the one after `after` on. */
  list(request: { prefix: string; olderThan: Date; limit: number; after?: string }): Promise<readonly string[]>
  /** One cheap call, for health checks. */
  ping(signal: AbortSignal): Promise<void>
}

export interface SignedForm {
  readonly url: string
  readonly fields: Readonly<Record<string, string>>
}

export interface SignedPut {
  readonly url: string
  /** headers that the client must send as they stand */
  readonly headers: Readonly<Record<string, string>>
}

export interface StoredObject {
  readonly bytes: number
  readonly contentType: string
  readonly etag: string
  readonly sha256?: string
}

/** A company that takes money. One adapter per company; ours is the amount, theirs the payment. */
export interface PaymentProvider {
  readonly name: 'stripe' | 'razorpay'
  readonly mode: 'live' | 'test'
  /** Creates the payment under our payment id; a repeat with the same id answers the same payment. */
  createPayment(request: PaymentRequest): Promise<ProviderPayment>
  /** What the provider knows of this payment, as events in the order they happened. */
  findPayment(payment: { paymentId: string; providerRef: string | null }): Promise<FoundPayment | undefined>
  /** Cancels an open payment; `paid` when the money had come already. */
  voidPayment(payment: { paymentId: string; providerRef: string }): Promise<'cancelled' | 'paid'>
  /** Refunds under our refund id; a repeat with the same id answers the same refund. */
  refundPayment(request: RefundRequest): Promise<ProviderRefund>
  /** Looks a refund up by our id. */
  findRefund(request: { refundId: string; providerPaymentId: string }): Promise<ProviderRefund | undefined>
  /** Verifies raw bytes and reads the event; a flaw of form or signature is `invalid_webhook_signature`. */
  verifyEvent(request: { body: Buffer; headers: WireHeaders; now: Date }): VerifiedEvent
}

export type WireHeaders = Readonly<Record<string, string | string[] | undefined>>

export interface PaymentRequest {
  readonly paymentId: string
  readonly amountMinor: number
  readonly currency: string
  readonly orderId: number
  readonly orderNumber: string
  readonly serviceOrderId?: string
  readonly quoteId?: string
  readonly expiresAt: Date
}

export interface ProviderPayment {
  /** the provider's id of the intent or order */
  readonly providerRef: string
  /** what the storefront needs to collect the payment, in the provider's own words */
  readonly intent: Readonly<Record<string, string>>
}

export interface FoundPayment {
  readonly providerRef: string
  readonly intent: Readonly<Record<string, string>>
  readonly events: readonly PaymentEvent[]
}

export interface RefundRequest {
  readonly refundId: string
  readonly providerRef: string
  readonly providerPaymentId: string
  readonly amountMinor: number
  readonly currency: string
}

export interface ProviderRefund {
  readonly providerRefundId: string
  readonly status: 'pending' | 'succeeded' | 'failed'
}

/** A genuine event. `event` is null for kinds that mean nothing to us: kept, counted, not applied. */
export interface VerifiedEvent {
  readonly eventId: string
  readonly eventType: string
  readonly event: PaymentEvent | null
  /** our reference inside it: store order id, service order id, or the provider's own id */
  readonly subject: string | null
}

/** The fabrication network. */
export interface CaveClient {
  /** Publishes under our key; a repeat with the same key answers the same job. */
  publishJob(request: { key: string; body: Readonly<Record<string, unknown>>; requestId: string }): Promise<CaveJob>
  /** Every job MakrCave holds for this order number. */
  findJobs(orderNumber: number): Promise<readonly CaveJob[]>
  getJob(jobId: string): Promise<CaveJob | undefined>
  cancelJob(jobId: string): Promise<void>
  /** The parts list of a project, as this user may see it; undefined when there is none for them. */
  fetchBom(project: { projectId: string; userId: string; signal?: AbortSignal }): Promise<CaveBom | undefined>
  /** Says what became of a project's parts list; a repeat is harmless. */
  reportImport(report: ImportReport): Promise<void>
  ping(signal: AbortSignal): Promise<void>
}

export interface CaveBom {
  /** JSON in one of MakrCave's dialects, unread */
  readonly bom: unknown
  readonly projectName: string | null
  /** in MakrCave's own words */
  readonly updatedAt: string | null
}

interface ImportReport {
  readonly projectId: string
  readonly importId: string
  readonly mappedItems: number
  readonly unmappedItems: number
}

export interface CaveJob {
  readonly jobId: string | null
  readonly status: string | null
  readonly acceptUrl: string | null
  readonly trackingNumber: string | null
}

/** Bearer token to principal, or a refusal with a code; missing keys are `auth_unavailable`, never a refusal. */
export interface TokenVerifier {
  verify(token: string): Promise<TokenPrincipal>
  /** `healthy` when usable keys are at hand; for health checks. */
  ping(): Promise<'healthy' | 'stale' | 'none'>
}

export interface TokenPrincipal {
  readonly kind: 'user' | 'service'
  /** `sub` of a user, client name of a service account */
  readonly id: string
  readonly roles: readonly string[]
  readonly audiences: readonly string[]
  readonly email?: string
  readonly emailVerified: boolean
  readonly username?: string
  readonly firstName?: string
  readonly lastName?: string
}

/** A real slicer as a separate process; where there is none, quotes stay instant. */
export interface Slicer {
  /** program and version, as it is stored with a firm quote */
  readonly version: string
  /** hash of the flattened profile, or undefined when there is none for this preset and material */
  profileHash(preset: string, material: string): string | undefined
  /**
   * Slices one plate. A crash or a time-out is `UpstreamUnavailable`, since another try may do better; a refusal or an
   * unusable result is `WorkFailed`. Rejects with the reason of `signal` when that aborts.
   */
  slice(job: SliceJob, signal: AbortSignal): Promise<SliceResult>
}

export interface SliceJob {
  readonly preset: string
  readonly material: string
  /** our own normalised binary STL, one piece, millimetres */
  readonly modelPath: string
  readonly copies: number
  /** copies in a row on the plate */
  readonly columns: number
  /** by 90° about the vertical */
  readonly isTurned: boolean
  readonly infillPercent: number
  readonly hasSupports: boolean
  readonly hasBrim: boolean
  readonly bedMm: { readonly x: number; readonly y: number; readonly z: number }
}

export interface SliceResult {
  readonly weightMg: number
  readonly seconds: number
  readonly layers: number
}
