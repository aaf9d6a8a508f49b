import { serviceOrderStatusOf } from '../../domain/cave-status.js'
import type { CaveFacts, FoundJob, LoadedPublication } from '../../domain/loaded-rows.js'
import { nextServiceOrderStatus, type CaveMove, type ServiceOrderStatus } from '../../domain/service-order-status.js'
import { canMoveStoreOrder } from '../../domain/store-order-status.js'
import type { CaveReport } from '../../domain/cave-report.js'
import { openFacts, serviceOrderSubject } from '../inbox.js'
import type { InboxEntry } from '../models/inbox.js'
import { ServiceOrder } from '../models/service-orders.js'
import type { StoreOrder } from '../models/store-orders.js'
import { lockServiceOrder, lockStoreOrder, mustExist, recordServiceOrder, recordStoreOrder } from '../record.js'
import { inTransaction, type Database } from '../sequelize.js'
import { publicationOf } from './loaded-rows.js'

/** MakrCave has the job: its id and first status. A row that was cancelled meanwhile only learns the id. */
export async function recordJob(database: Database, serviceOrderId: string, job: FoundJob): Promise<LoadedPublication> {
  return withRows(database, serviceOrderId, async (row) => {
    const word = job.status === null ? undefined : serviceOrderStatusOf(job.status)
    const to: ServiceOrderStatus = word === 'assigned_to_provider' ? word : 'pending_assignment'
    const isMoving = row.status === 'paid'
    await recordServiceOrder(database, row, {
      key: 'published',
      type: isMoving ? 'status' : 'milestone',
      actor: 'system',
      from: row.status,
      to: isMoving ? to : row.status,
      applied: isMoving,
      note: `published to MakrCave as job ${job.jobId ?? ''}`,
      changes: {
        caveJobId: job.jobId,
        providerAcceptUrl: job.acceptUrl ?? `https://makrcave.com/provider/jobs/${job.jobId ?? ''}`,
        ...(isMoving ? { status: to, ...timesOf(row, to) } : {}),
      },
    })
    return publicationOf(row)
  })
}

/** Applies every open callback of a service order in order of receipt, forward only. */
export async function applyCaveEvents(database: Database, serviceOrderId: string): Promise<CaveFacts> {
  return withRows(database, serviceOrderId, async (row, order) => {
    let applied = 0
    let conflict: string | null = null
    for (let facts = await openFacts(serviceOrderSubject(serviceOrderId)); facts.length > 0;) {
      for (const fact of facts) {
        conflict = (await applyReport(database, { row, order, fact })) ?? conflict
        applied += 1
      }
      facts = await openFacts(serviceOrderSubject(serviceOrderId))
    }
    return { status: row.status, applied, conflict }
  })
}

/** The job is not made, by our own wish or an operator's. */
export async function recordPublicationCancelled(
  database: Database,
  serviceOrderId: string,
): Promise<LoadedPublication> {
  return withRows(database, serviceOrderId, async (row) => {
    if (row.status !== 'cancelled' && row.status !== 'completed' && row.status !== 'failed') {
      await recordServiceOrder(database, row, {
        key: 'publication-cancelled',
        type: 'status',
        actor: 'system',
        from: row.status,
        to: 'cancelled',
        changes: { status: 'cancelled', cancelledAt: new Date() },
      })
    }
    return publicationOf(row)
  })
}

async function withRows<T>(
  database: Database,
  serviceOrderId: string,
  work: (row: ServiceOrder, order: StoreOrder) => Promise<T>,
): Promise<T> {
  return inTransaction(database, async () => {
    const found = mustExist(await ServiceOrder.findByPk(serviceOrderId), 'the service order')
    const order = mustExist(await lockStoreOrder(found.orderId), 'the store order')
    return work(mustExist(await lockServiceOrder(serviceOrderId), 'the service order'), order)
  })
}

interface Reporting {
  readonly row: ServiceOrder
  readonly order: StoreOrder
  readonly fact: InboxEntry
}

/** Returns a sentence when the callback contradicts the row. */
async function applyReport(database: Database, { row, order, fact }: Reporting): Promise<string | null> {
  const report = fact.fact as unknown as CaveReport
  const move = nextServiceOrderStatus(row.status, report.status)
  const from = row.status
  const isApplied = move.kind === 'apply'
  await recordServiceOrder(database, row, {
    key: `fact:${fact.id}`,
    type: isApplied ? 'status' : 'milestone',
    actor: 'provider',
    from,
    to: report.status,
    applied: isApplied,
    note: report.notes,
    data: { images: report.images, milestone: report.milestone },
    changes: {
      ...detailsOf(report),
      ...learnedJob(row, report, move.kind),
      lastCallbackAt: new Date(),
      ...(isApplied ? movedTo(row, report.status) : {}),
    },
  })
  if (isApplied && report.status === 'shipped') await markShipped(database, { row, order, fact })
  const isConflict = move.kind === 'conflict'
  const sentence = `MakrCave says ${report.status} while the order is ${from}.`
  await fact.update({
    state: isConflict ? 'rejected' : 'done',
    error: isConflict ? sentence : null,
    doneAt: new Date(),
    nextAttemptAt: null,
  })
  return isConflict ? sentence : null
}

async function markShipped(database: Database, { row, order, fact }: Reporting): Promise<void> {
  if (!canMoveStoreOrder(order.status, 'shipped')) return
  await recordStoreOrder(database, order, {
    key: `fact:${fact.id}`,
    type: 'status',
    actor: 'provider',
    from: order.status,
    to: 'shipped',
    changes: { status: 'shipped', shippedAt: new Date(), trackingNumber: row.trackingNumber ?? order.trackingNumber },
  })
}

function movedTo(row: ServiceOrder, status: ServiceOrderStatus) {
  return { status, ...timesOf(row, status) }
}

const TIME_COLUMNS = new Map<ServiceOrderStatus, TimeColumn>([
  ['pending_assignment', 'routedAt'],
  ['assigned_to_provider', 'acceptedAt'],
  ['in_production', 'startedAt'],
  ['shipped', 'shippedAt'],
  ['completed', 'completedAt'],
  ['cancelled', 'cancelledAt'],
])

type TimeColumn = 'routedAt' | 'acceptedAt' | 'startedAt' | 'shippedAt' | 'completedAt' | 'cancelledAt'

/** Each time is set once, at the first arrival. */
function timesOf(row: ServiceOrder, status: ServiceOrderStatus): Partial<Record<TimeColumn, Date>> {
  const column = TIME_COLUMNS.get(status)
  return column === undefined || row[column] ? {} : { [column]: new Date() }
}

/** A callback may be faster than the answer to the publication; it then brings the job's id. */
function learnedJob(row: ServiceOrder, report: CaveReport, move: CaveMove['kind']): { caveJobId?: string } {
  return row.caveJobId === null && report.jobId !== null && move !== 'conflict' ? { caveJobId: report.jobId } : {}
}

function detailsOf(report: CaveReport) {
  return {
    ...(report.provider ? { provider: report.provider } : {}),
    ...(report.trackingNumber ? { trackingNumber: report.trackingNumber } : {}),
    ...(report.estimatedCompletion ? { estimatedCompletion: new Date(report.estimatedCompletion) } : {}),
  }
}
