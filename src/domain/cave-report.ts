import type { ServiceOrderStatus } from './service-order-status.js'

/** A callback of MakrCave in our words. */
export interface CaveReport {
  readonly status: ServiceOrderStatus
  readonly notes: string | null
  readonly milestone: { readonly at: string | null; readonly note: string | null } | null
  readonly provider: Readonly<Record<string, unknown>> | null
  /** RFC 3339 */
  readonly estimatedCompletion: string | null
  readonly images: readonly string[]
  readonly trackingNumber: string | null
  /** the job that the callback was sent for */
  readonly jobId: string | null
}
