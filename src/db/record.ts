import { uuidv7 } from 'uuidv7'

import { Invariant } from '../domain/errors.js'
import { BomImport } from './models/bom-imports.js'
import { ServiceOrder } from './models/service-orders.js'
import { StoreOrder } from './models/store-orders.js'
import { execute, firstRow, type Database } from './sequelize.js'

/** One line of a timeline. `key` names the effect: step and round, or the fact's id; it happens once per row. */
export interface EventDraft {
  readonly key: string
  readonly type: 'status' | 'milestone' | 'payment' | 'note' | 'attention'
  readonly actor: EventActor
  readonly from?: string
  readonly to?: string
  /** false: recorded, but the row did not move */
  readonly applied?: boolean
  readonly note?: string | null
  readonly data?: Readonly<Record<string, unknown>>
}

/** One line of an import's timeline; `data` is what goes over the wire. */
export interface ImportEventDraft {
  readonly key: string
  readonly type: 'status' | 'progress' | 'lines' | 'attention'
  readonly data: Readonly<Record<string, unknown>>
}

export type EventActor = 'customer' | 'provider' | 'admin' | 'operator' | 'system'

const CHANNEL = 'makrx_store'

/** Locks a service order's row until the transaction ends; undefined when there is none. */
export async function lockServiceOrder(id: string): Promise<ServiceOrder | undefined> {
  return (await ServiceOrder.findByPk(id, { lock: true })) ?? undefined
}

/** Locks a store order's row; take it before the service order's and the payment's, everywhere. */
export async function lockStoreOrder(id: number): Promise<StoreOrder | undefined> {
  return (await StoreOrder.findByPk(id, { lock: true })) ?? undefined
}

/** Locks an import's row until the transaction ends; take it before the cart's, everywhere. */
export async function lockBomImport(id: string): Promise<BomImport | undefined> {
  return (await BomImport.findByPk(id, { lock: true })) ?? undefined
}

/**
 * Writes changes and their event in the open transaction, on a row that the caller has locked. The sequence is the
 * row's next version, so it is commit-ordered. A known event key changes nothing and answers false.
 */
export async function recordServiceOrder(
  database: Database,
  row: ServiceOrder,
  event: EventDraft & { readonly changes?: Partial<ServiceOrder['_attributes']> },
): Promise<boolean> {
  const known = 'SELECT 1 FROM service_order_events WHERE service_order_id = $1 AND event_key = $2'
  if (await firstRow(database, known, [row.id, event.key])) return false
  await row.update({ ...event.changes, version: row.version + 1 })
  await execute(
    database,
    `INSERT INTO service_order_events
       (service_order_id, seq, event_key, type, from_status, to_status, applied, note, actor, data)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
    [row.id, row.version, ...eventValues(event)],
  )
  await announce(database, `service_order:${row.id}`)
  return true
}

/** The same for a store order. */
export async function recordStoreOrder(
  database: Database,
  row: StoreOrder,
  event: EventDraft & { readonly changes?: Partial<StoreOrder['_attributes']> },
): Promise<boolean> {
  const known = 'SELECT 1 FROM store_order_events WHERE order_id = $1 AND event_key = $2'
  if (await firstRow(database, known, [row.id, event.key])) return false
  await row.update({ ...event.changes, version: row.version + 1 })
  await execute(
    database,
    `INSERT INTO store_order_events
       (order_id, seq, event_key, type, from_status, to_status, applied, note, actor, data)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
    [row.id, row.version, ...eventValues(event)],
  )
  await announce(database, `store_order:${row.id}`)
  return true
}

/** The same for an import of a parts list. */
export async function recordBomImport(
  database: Database,
  row: BomImport,
  event: ImportEventDraft & { readonly changes?: Partial<BomImport['_attributes']> },
): Promise<boolean> {
  const known = 'SELECT 1 FROM bom_import_events WHERE import_id = $1 AND event_key = $2'
  if (await firstRow(database, known, [row.id, event.key])) return false
  await row.update({ ...event.changes, version: row.version + 1 })
  await execute(
    database,
    'INSERT INTO bom_import_events (import_id, seq, event_key, type, data) VALUES ($1, $2, $3, $4, $5)',
    [row.id, row.version, event.key, event.type, JSON.stringify(event.data)],
  )
  await announce(database, `bom_import:${row.id}`)
  return true
}

/** Wakes whoever waits for this row, once the transaction commits. A hint: listeners also poll. */
export async function announce(database: Database, subject: string): Promise<void> {
  await execute(database, 'SELECT pg_notify($1, $2)', [CHANNEL, subject])
}

/** Who did what to which row, for people who ask later; insert only. */
export async function recordAudit(
  database: Database,
  entry: {
    readonly actorType: EventActor
    readonly actorId: string
    readonly action: string
    readonly resource: string
    readonly resourceId: string
    readonly data?: Readonly<Record<string, unknown>>
  },
): Promise<void> {
  await execute(
    database,
    `INSERT INTO audit_log (actor_type, actor_id, action, resource, resource_id, data) VALUES ($1, $2, $3, $4, $5, $6)`,
    [entry.actorType, entry.actorId, entry.action, entry.resource, entry.resourceId, JSON.stringify(entry.data ?? {})],
  )
}

/** A new id of a row, ordered by time. */
export function newId(): string {
  return uuidv7()
}

/** A row that must exist does not: a defect, never a shopper's fault. */
export function mustExist<T>(row: T | null | undefined, what: string): T {
  if (row === null || row === undefined) throw new Invariant(`${what} does not exist`)
  return row
}

function eventValues(event: EventDraft): unknown[] {
  return [
    event.key,
    event.type,
    event.from ?? null,
    event.to ?? null,
    event.applied ?? true,
    event.note ?? null,
    event.actor,
    JSON.stringify(event.data ?? {}),
  ]
}
