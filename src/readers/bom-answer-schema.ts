import { z } from 'zod'

import { BOM_ENCODINGS, BOM_FILE_KINDS } from '../domain/bom-file.js'
import {
  BASE_UNITS,
  COLUMN_ROLES,
  LINE_EXCLUSIONS,
  LINE_FLAGS,
  ROW_KINDS,
  type BomLine,
  type BomTableDialect,
  type OtherRow,
  type RowKind,
} from '../domain/bom-line.js'
import { BOM_LIMITS, MAX_BOM_TEXT } from '../domain/bom-limits.js'
import { MAX_DESIGNATORS } from '../domain/bom-designators.js'
import type { BomAnswer } from './read-bom.js'

/** Lines that a child hands over at once. */
export const BOM_PART_LINES = 500

const text = z.string().max(MAX_BOM_TEXT)
/** Several cells in one text, which is cut a little later. */
const longText = z.string().max(2 * MAX_BOM_TEXT)
const count = z.int().nonnegative()
const place = z.int().positive()
const partNumber = z.strictObject({ mpn: text, manufacturer: text.nullable() })

const identity = z.strictObject({
  ownSku: text.nullable(),
  productId: z.int().nullable(),
  gtin: text.nullable(),
  cavePart: text.nullable(),
  partNumber: partNumber.nullable(),
  manufacturer: text.nullable(),
  weakManufacturer: text.nullable(),
  shopNumbers: z.array(z.strictObject({ text, shop: text.nullable() })).max(MAX_DESIGNATORS),
  links: z.array(text).max(MAX_DESIGNATORS),
})

const texts = z.strictObject({
  value: longText.nullable(),
  package: longText.nullable(),
  description: longText.nullable(),
  category: longText.nullable(),
  section: longText.nullable(),
  length: longText.nullable(),
  notes: longText.nullable(),
  specifications: z.record(text, text),
})

const line: z.ZodType<BomLine> = z.strictObject({
  bomItemId: z.string().min(1).max(64),
  sheet: text.nullable(),
  rowNo: place.nullable(),
  name: text,
  raw: z.union([z.array(text).max(BOM_LIMITS.columns), z.record(z.string(), z.unknown())]),
  quantityMilli: count.nullable(),
  unit: z.enum(BASE_UNITS),
  pieceMilli: count.nullable(),
  designators: z.array(text).max(BOM_LIMITS.rows),
  flags: z.array(z.enum(LINE_FLAGS)).max(2 * LINE_FLAGS.length),
  exclusion: z.enum(LINE_EXCLUSIONS).nullable(),
  identity,
  alternates: z.array(partNumber).max(MAX_DESIGNATORS),
  text: texts,
  estimatedCost: z.strictObject({ minor: z.int(), currency: z.string().max(3) }).nullable(),
  warnings: z.array(text).max(100),
})

/** What a part of a child's output must look like before it is handed on. */
export const bomPartSchema: z.ZodType<BomLine[]> = z.array(line).min(1).max(BOM_PART_LINES)

const table: z.ZodType<BomTableDialect> = z.strictObject({
  sheet: text.nullable(),
  headerRow: place.nullable(),
  isHeaderGuessed: z.boolean(),
  columnRoles: z.record(z.string().regex(/^\d{1,3}$/), z.enum(COLUMN_ROLES)),
  headings: z.array(text).max(BOM_LIMITS.columns),
  rowsByKind: z.partialRecord(z.enum(ROW_KINDS), count),
})

const otherKinds = ROW_KINDS.filter((kind): kind is Exclude<RowKind, 'part' | 'blank'> => !isKept(kind))
const otherRow: z.ZodType<OtherRow> = z.strictObject({
  sheet: text.nullable(),
  rowNo: place,
  kind: z.enum(otherKinds),
  text,
  reason: z.string().max(200).exactOptional(),
})

const read = z.strictObject({
  dialect: z.strictObject({
    kind: z.enum(BOM_FILE_KINDS),
    encoding: z.enum(BOM_ENCODINGS).nullable(),
    delimiter: z.string().length(1).nullable(),
    quote: z.string().length(1).nullable(),
    tables: z.array(table).max(BOM_LIMITS.rows),
  }),
  lines: count,
  otherRows: z.array(otherRow).max(2 * BOM_LIMITS.rows),
  warnings: z.array(text).max(BOM_LIMITS.rows),
})

const refused = z.strictObject({
  code: z.enum(['bom_limit_exceeded', 'bom_unreadable', 'unsupported_file_type', 'validation_error']),
  message: z.string().max(500),
  extra: z.strictObject({
    errors: z
      .array(z.strictObject({ path: z.string().max(200), code: z.string().max(40), message: text }))
      .exactOptional(),
    members: z.record(z.string().max(40), z.unknown()).exactOptional(),
  }),
})

/** What a child's answer must look like before anything of it is believed. */
export const bomAnswerSchema: z.ZodType<BomAnswer> = z.union([z.strictObject({ read }), z.strictObject({ refused })])

function isKept(kind: RowKind): boolean {
  return kind === 'part' || kind === 'blank'
}
