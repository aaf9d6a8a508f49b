import type { AttentionReason } from '../../domain/attention.js'
import { finding } from '../../domain/model-findings.js'
import { Quote } from '../models/quotes.js'
import { Upload } from '../models/uploads.js'
import {
  announce,
  lockBomImport,
  lockServiceOrder,
  lockStoreOrder,
  mustExist,
  recordAudit,
  recordBomImport,
  recordServiceOrder,
  recordStoreOrder,
} from '../record.js'
import { inTransaction, type Database } from '../sequelize.js'

type AttentionKind = 'upload' | 'quote' | 'store_order' | 'service_order' | 'bom_import'

export interface AttentionChange {
  readonly subject: { readonly kind: AttentionKind; readonly id: string }
  /** unique per park: the reason and since when */
  readonly key: string
  readonly reason: AttentionReason
}

/** Writes on the row what waits for a person, with an event where the row has a timeline. */
export async function setAttention(
  database: Database,
  change: AttentionChange & { readonly note: string },
): Promise<void> {
  const { reason, note } = change
  await write(database, change, { reason, note, eventKey: `attention:${change.key}`, text: null })
}

/** Takes it off the row and remembers who decided what. */
export async function clearAttention(
  database: Database,
  change: AttentionChange & { readonly outcome: string; readonly note: string | null; readonly by: string | null },
): Promise<void> {
  await inTransaction(database, async () => {
    await write(database, change, {
      reason: null,
      note: null,
      eventKey: `attention-end:${change.key}`,
      text: change.outcome,
    })
    if (change.note === null) return
    await recordAudit(database, {
      actorType: 'operator',
      actorId: change.by ?? 'temporal-ui',
      action: `attention.${change.outcome}`,
      resource: change.subject.kind,
      resourceId: change.subject.id,
      data: { reason: change.reason, note: change.note },
    })
  })
}

interface Written {
  readonly reason: AttentionReason | null
  readonly note: string | null
  readonly eventKey: string
  readonly text: string | null
}

async function write(database: Database, change: AttentionChange, written: Written): Promise<void> {
  const { subject } = change
  const columns = {
    attention: written.reason,
    attentionNote: written.note,
    attentionAt: written.reason ? new Date() : null,
  }
  const event = {
    key: written.eventKey,
    type: 'attention' as const,
    actor: 'system' as const,
    applied: false,
    note: written.text,
    data: { reason: written.reason },
    changes: columns,
  }
  await inTransaction(database, async () => {
    switch (subject.kind) {
      case 'upload':
        await Upload.update(columns, { where: { id: subject.id } })
        await tellShopper(subject.id, written.reason)
        return announce(database, `upload:${subject.id}`)
      case 'quote':
        await Quote.update(columns, { where: { id: subject.id } })
        return announce(database, `quote:${subject.id}`)
      case 'store_order': {
        const order = mustExist(await lockStoreOrder(Number(subject.id)), 'the store order')
        await recordStoreOrder(database, order, event)
        return
      }
      case 'service_order': {
        const order = mustExist(await lockServiceOrder(subject.id), 'the service order')
        await recordServiceOrder(database, order, event)
        return
      }
      case 'bom_import': {
        const row = mustExist(await lockBomImport(subject.id), 'the import')
        const { key, data, changes } = event
        await recordBomImport(database, row, { key, type: 'attention', data, changes })
      }
    }
  })
}

/** A model whose measuring waits for a person says so for as long; what is measured afterwards replaces it. */
async function tellShopper(uploadId: string, reason: AttentionReason | null): Promise<void> {
  const findings = reason === 'work_failed' ? [finding('analysis_failed')] : []
  await Upload.update({ findings }, { where: { id: uploadId, status: 'processing' } })
}
