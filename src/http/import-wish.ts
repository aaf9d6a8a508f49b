import { z } from 'zod'

import type { BomImportOptions, BomSource } from '../domain/bom-import.js'
import { COLUMN_ROLES, type TableOverrule } from '../domain/bom-line.js'
import { BOM_LIMITS } from '../domain/bom-limits.js'
import type { MultipartRule } from './route.js'
import { invalidField } from './validation.js'
import { integer } from './wire-number.js'
import { requiredText, text } from './wire-text.js'

const MAX_SHEET = BOM_LIMITS.sheets - 1

/** What somebody asks of an import, in JSON or in the fields of a form. The last four are of files alone. */
export const ImportWish = z.object({
  makrcave_project_id: z.union([requiredText(), integer({ min: 1 }).transform(String)]).nullish(),
  bom: z.union([z.array(z.unknown()), z.record(z.string(), z.unknown())]).nullish(),
  auto_add_to_cart: z.boolean().default(true),
  create_quick_reorder: z.boolean().default(false),
  quick_reorder_name: requiredText().nullish(),
  bom_name: requiredText().nullish(),
  builds: integer({ min: 1, max: 1000 }).default(1),
  spares_percent: integer({ min: 0, max: 100 }).default(0),
  file: z.object({ name: text({ max: 255 }), bytes: z.int(), sha256: z.string() }).optional(),
  sheet: requiredText().nullish(),
  header_row: integer({ min: 1, max: 1_048_576 }).nullish(),
  column_roles: z.record(z.string().regex(/^\d{1,3}$/), z.enum(COLUMN_ROLES)).nullish(),
})

export type ImportWish = z.output<typeof ImportWish>

/** How a form becomes such a wish. */
export const IMPORT_FORM: MultipartRule = {
  file: 'file',
  maxFileBytes: BOM_LIMITS.file_size,
  fields: {
    bom: 'json',
    auto_add_to_cart: 'boolean',
    create_quick_reorder: 'boolean',
    builds: 'integer',
    spares_percent: 'integer',
    header_row: 'integer',
    column_roles: 'json',
  },
}

/** Where the parts list comes from, with the bytes that are stored for the reader; refuses a wish that names none. */
export function sourceOf(
  wish: ImportWish,
  uploaded: Buffer | undefined,
): { source: BomSource; bytes: Buffer | undefined } {
  if (uploaded) return { source: 'file', bytes: uploaded }
  if (wish.bom) return { source: 'inline', bytes: Buffer.from(JSON.stringify(wish.bom)) }
  if (wish.makrcave_project_id) return { source: 'makrcave', bytes: undefined }
  throw invalidField('body.makrcave_project_id', 'required', 'A project, a parts list or a file is needed.')
}

export function optionsOf(wish: ImportWish, quickReorderId: string): BomImportOptions {
  const table = tableOf(wish)
  return {
    addToCart: wish.auto_add_to_cart,
    ...(wish.create_quick_reorder && { quickReorderId }),
    ...(wish.quick_reorder_name && { quickReorderName: wish.quick_reorder_name }),
    builds: wish.builds,
    sparesPercent: wish.spares_percent,
    ...(wish.file && { fileName: wish.file.name }),
    ...(table && { table }),
  }
}

/** Digits name a sheet by its place, anything else by its name. */
function tableOf({ sheet, header_row: headerRow, column_roles: columnRoles }: ImportWish): TableOverrule | undefined {
  if (!sheet && !headerRow && !columnRoles) return undefined
  return {
    ...(sheet && { sheet: /^\d{1,2}$/.test(sheet) ? Math.min(Number(sheet), MAX_SHEET) : sheet }),
    ...(headerRow && { headerRow }),
    ...(columnRoles && { columnRoles }),
  }
}
