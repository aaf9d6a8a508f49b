import { caveJobBody } from '../../domain/cave-job-body.js'
import { Invariant } from '../../domain/errors.js'
import type { PrintSettings } from '../../domain/print-settings.js'
import { isTerminal } from '../../domain/service-order-status.js'
import { Quote } from '../models/quotes.js'
import type { ServiceOrder } from '../models/service-orders.js'
import { Upload } from '../models/uploads.js'
import { lockServiceOrder, mustExist } from '../record.js'
import { inTransaction, type Database } from '../sequelize.js'
import { storedPrice } from './service-orders.js'

/** The link in a body lives for 7 days; a day is left for MakrCave to use it. */
const FRESH_MS = 6 * 86_400_000

/** True while nobody has the job and there is no body to send, or none whose link still lives. */
export function needsPreparing(row: ServiceOrder): boolean {
  if (isTerminal(row.status) || row.caveJobId !== null) return false
  const frozen = jobBodyOf(row)
  return frozen === null || Date.parse(frozen.preparedAt) < Date.now() - FRESH_MS
}

/**
 * Freezes the body of the job, so that every try sends the same bytes. One that was frozen before keeps every word but
 * the link. The row is locked and read anew: an address that was set meanwhile is in the body or comes too late.
 */
export async function freezeJobBody(
  database: Database,
  frozen: { readonly serviceOrderId: string; readonly fileUrl: string },
): Promise<ServiceOrder> {
  const { serviceOrderId, fileUrl } = frozen
  return inTransaction(database, async () => {
    const row = mustExist(await lockServiceOrder(serviceOrderId), 'the service order')
    if (!needsPreparing(row)) return row
    const before = jobBodyOf(row)
    const body = before ? { ...before.body, file_url: fileUrl } : await firstBody(row, fileUrl)
    return row.update({ jobBody: { ...before, preparedAt: new Date().toISOString(), body } })
  })
}

/** Notes that the body is about to be sent, before it is; `wasSent` when an earlier try noted the same. */
export async function beginSending(
  database: Database,
  serviceOrderId: string,
): Promise<{ body: Record<string, unknown>; wasSent: boolean }> {
  return inTransaction(database, async () => {
    const row = mustExist(await lockServiceOrder(serviceOrderId), 'the service order')
    const frozen = mustExist(jobBodyOf(row), 'the body of the job')
    const wasSent = frozen.sentAt !== undefined
    if (!wasSent) await row.update({ jobBody: { ...frozen, sentAt: new Date().toISOString() } })
    return { body: frozen.body, wasSent }
  })
}

/** What `service_orders.job_body` holds. */
interface JobBody {
  readonly preparedAt: string
  /** when it was sent for the first time, as far as we know */
  readonly sentAt?: string
  readonly body: Record<string, unknown>
}

function jobBodyOf(row: ServiceOrder): JobBody | null {
  return row.jobBody as unknown as JobBody | null
}

async function firstBody(row: ServiceOrder, fileUrl: string): Promise<Record<string, unknown>> {
  if (row.status === 'pending_payment') throw new Invariant('an unpaid service order must not be published')
  if (row.deliveryMode === 'ship' && !row.shippingAddress) throw new Invariant('a parcel needs an address')
  const quote = mustExist(await Quote.findByPk(row.quoteId), 'the quote')
  const upload = mustExist(await Upload.findByPk(row.uploadId), 'the upload')
  return caveJobBody({
    number: row.number,
    fileKey: upload.fileKey,
    fileUrl,
    price: storedPrice(quote),
    settings: quote.settings as unknown as PrintSettings,
    sizeMm: quote.fileAnalysis.bounding_box as [number, number, number],
    weightMg: quote.weightMg,
    timeSeconds: quote.timeSeconds,
    priority: row.priority,
    deliveryMode: row.deliveryMode,
    address: row.shippingAddress,
    instructions: row.instructions,
    estimatedDelivery: row.estimatedDelivery,
  })
}
