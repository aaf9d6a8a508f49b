import { z } from 'zod'

import type { ImportRow } from '../../db/reads/bom-imports.js'
import { BOM_IMPORT_STATUSES } from '../../domain/bom-import-status.js'
import type { BomDialect } from '../../domain/bom-import.js'
import { minorToWire } from '../../domain/money.js'
import type { OrderLinks } from '../order-links.js'
import { wireTime } from '../wire-text.js'
import { BomLineResult, UnresolvedItem } from './bom-import-lines.wire.js'

const Table = z.object({
  sheet: z.string().nullable(),
  header_row: z.int().nullable(),
  column_roles: z.record(z.string(), z.string()),
  rows_by_kind: z.record(z.string(), z.int()),
})

const Numbers = {
  total_items: z.int(),
  mapped_items: z.int(),
  excluded_items: z.int(),
  imported_items: z.int(),
  failed_items: z.int(),
}

const Head = {
  import_id: z.string(),
  status: z.enum(BOM_IMPORT_STATUSES),
  source: z.enum(['makrcave', 'inline', 'file']),
  project_id: z.string().nullable(),
  project_name: z.string().nullable(),
  bom_name: z.string(),
  ...Numbers,
  cart_id: z.int().nullable(),
  estimated_total: z.number(),
  currency: z.literal('INR'),
  warnings: z.array(z.string()),
  error_log: z.array(z.object({ error: z.string(), code: z.string(), timestamp: wireTime() })),
  parse: z
    .object({ encoding: z.string().nullable(), delimiter: z.string().nullable(), tables: z.array(Table) })
    .nullable(),
  quick_reorder_id: z.string().nullable(),
  matcher_version: z.string(),
  status_url: z.string(),
  events_url: z.string(),
  created_at: wireTime(),
  completed_at: wireTime().nullable(),
}

const Lines = {
  mapping_results: z.array(BomLineResult),
  item_mappings: z.record(z.string(), z.int()),
  unresolved_items: z.array(UnresolvedItem),
}

/** What POST import answers. */
export const ImportDocument = z.object({ ...Head, unmapped_items: z.int(), ...Lines })
/** The same as GET status shows it: the open lines under the name that the storefront reads, their number beside it. */
export const StatusDocument = z.object({
  ...Head,
  unmapped_count: z.int(),
  ...Lines,
  unmapped_items: z.array(UnresolvedItem),
})

export const AcceptedImport = z.object({
  success: z.literal(true),
  import_id: z.string(),
  status: z.enum(BOM_IMPORT_STATUSES),
  message: z.string(),
  status_url: z.string(),
  events_url: z.string(),
})

export const ImportSummary = z.object({
  import_id: z.string(),
  project_name: z.string().nullable(),
  bom_name: z.string(),
  status: z.enum(BOM_IMPORT_STATUSES),
  total_items: z.int(),
  imported_items: z.int(),
  failed_items: z.int(),
  created_at: wireTime(),
  completed_at: wireTime().nullable(),
})

export type ImportHead = z.input<z.ZodObject<typeof Head>>

/** Everything about an import that is not about single lines. */
export function importHead(row: ImportRow, links: OrderLinks): ImportHead {
  const { counters } = row
  return {
    import_id: row.id,
    status: row.status,
    source: row.source,
    project_id: row.projectId,
    project_name: row.projectName,
    bom_name: row.bomName,
    total_items: counters.total ?? 0,
    mapped_items: counters.mapped ?? 0,
    excluded_items: counters.excluded ?? 0,
    imported_items: counters.imported ?? 0,
    failed_items: counters.failed ?? 0,
    cart_id: row.cartId,
    estimated_total: minorToWire(row.estimatedTotalMinor),
    currency: 'INR',
    warnings: [...row.warnings],
    error_log: row.errorLog.map((problem) => ({ ...problem })),
    parse: row.dialect && parseOf(row.dialect),
    quick_reorder_id: row.quickReorderId,
    matcher_version: row.matcherVersion,
    ...links,
    created_at: row.createdAt.toISOString(),
    completed_at: row.completedAt?.toISOString() ?? null,
  }
}

export function importSummary(row: ImportRow): z.input<typeof ImportSummary> {
  return {
    import_id: row.id,
    project_name: row.projectName,
    bom_name: row.bomName,
    status: row.status,
    total_items: row.counters.total ?? 0,
    imported_items: row.counters.imported ?? 0,
    failed_items: row.counters.failed ?? 0,
    created_at: row.createdAt.toISOString(),
    completed_at: row.completedAt?.toISOString() ?? null,
  }
}

function parseOf({ encoding, delimiter, tables }: BomDialect) {
  return {
    encoding,
    delimiter,
    tables: tables.map(({ sheet, headerRow, columnRoles, rowsByKind }) => ({
      sheet,
      header_row: headerRow,
      column_roles: { ...columnRoles },
      rows_by_kind: { ...rowsByKind },
    })),
  }
}
