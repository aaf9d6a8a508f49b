import type { AttentionReason } from '../../domain/attention.js'
import { rows, type Database } from '../sequelize.js'

/** One row that waits for a person. */
export interface AttentionRow {
  readonly kind: 'order' | 'service_order' | 'quote' | 'upload' | 'bom_import'
  readonly id: string
  readonly number: string | null
  readonly reason: AttentionReason
  readonly since: Date
  readonly note: string | null
  /** the key of the run that waits */
  readonly run_key: string | null
}

/** Everything that is parked for a person, oldest first. */
export async function listAttention(database: Database): Promise<AttentionRow[]> {
  return rows(
    database,
    `SELECT 'order' AS kind, orders.id::text AS id, order_number AS number, orders.attention AS reason,
            orders.attention_at AS since, orders.attention_note AS note, service.quote_id::text AS run_key
     FROM store_orders orders
     LEFT JOIN LATERAL (
       SELECT quote_id FROM service_orders WHERE order_id = orders.id ORDER BY number DESC LIMIT 1) service ON true
     WHERE orders.attention IS NOT NULL
     UNION ALL
     SELECT 'service_order', id::text, number::text, attention, attention_at, attention_note, id::text
     FROM service_orders WHERE attention IS NOT NULL
     UNION ALL
     SELECT 'quote', id::text, quote_number, attention, attention_at, attention_note, id::text
     FROM quotes WHERE attention IS NOT NULL
     UNION ALL
     SELECT 'upload', id::text, NULL, attention, attention_at, attention_note, id::text
     FROM uploads WHERE attention IS NOT NULL
     UNION ALL
     SELECT 'bom_import', id::text, NULL, attention, attention_at, attention_note, id::text
     FROM bom_imports WHERE attention IS NOT NULL
     ORDER BY since LIMIT 500`,
  )
}

/** How many rows wait, by reason; for the metric. */
export async function countAttention(database: Database): Promise<{ reason: AttentionReason; count: number }[]> {
  return rows(
    database,
    `SELECT reason, count(*)::int AS count FROM (
       SELECT attention AS reason FROM store_orders UNION ALL SELECT attention FROM service_orders
       UNION ALL SELECT attention FROM quotes UNION ALL SELECT attention FROM uploads
       UNION ALL SELECT attention FROM bom_imports) parked
     WHERE reason IS NOT NULL GROUP BY reason`,
  )
}
