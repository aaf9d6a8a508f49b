import { DomainError } from './errors.js'

/** What one BOM may be (bom.md 2). Each key is the `limit` that a refusal names; bytes, counts, characters. */
export const BOM_LIMITS = {
  file_size: 5 * 1024 ** 2,
  inflated: 50 * 1024 ** 2,
  /** unpacked to packed, per part of an archive */
  ratio: 100,
  entries: 1_000,
  sheets: 20,
  columns: 200,
  /** that hold a value, in all sheets together */
  rows: 20_000,
  /** of all cells together, in UTF-8 */
  text: 32 * 1024 ** 2,
  lines: 5_000,
  /** milliseconds in the child */
  time: 15_000,
  memory: 2 * 1024 ** 3,
} as const

export type BomLimit = keyof typeof BOM_LIMITS

/** Longest text of a cell or field; more is cut and warned about. */
export const MAX_BOM_TEXT = 2_000

/** No value may stand below this physical row of a sheet. */
export const LAST_BOM_ROW = 25_000

/** Inline BOM, as JSON. */
export const MAX_INLINE_BOM_BYTES = 1024 ** 2

/** Kinds that can be read, as they are told to people. */
const BOM_FILE_TYPES = ['csv', 'tsv', 'txt', 'xlsx', 'xls', 'ods', 'xml', 'json'] as const

export type UnreadableReason =
  'empty' | 'no_table' | 'encoding' | 'protected' | 'broken' | 'xml_unsafe' | 'zip_unsafe' | 'columns_unclear'

/** The refusal of a BOM beyond a limit. */
export function bomLimitExceeded(limit: BomLimit, found: number): DomainError {
  const allowed = BOM_LIMITS[limit]
  return new DomainError('bom_limit_exceeded', LIMIT_SENTENCES[limit], { members: { limit, allowed, found } })
}

/** The refusal of a BOM that cannot be read, and why. */
export function bomUnreadable(reason: UnreadableReason, sentence = REASON_SENTENCES[reason]): DomainError {
  return new DomainError('bom_unreadable', sentence, { members: { reason } })
}

/** The refusal of a file that is no BOM at all; `what` names it (`a PDF document`). */
export function bomTypeRefused(what: string): DomainError {
  const message = `This is ${what}. Save the list as xlsx or csv and upload it again.`
  return new DomainError('unsupported_file_type', message, { members: { allowed_types: [...BOM_FILE_TYPES] } })
}

const LIMIT_SENTENCES: Readonly<Record<BomLimit, string>> = {
  file_size: 'The file is larger than 5 MiB. Leave out pictures and what is no part list.',
  inflated: 'The file unpacks to more than 50 MiB. Leave out what is no part list.',
  ratio: 'The file unpacks to far more than a part list can be. Save it as csv and upload that.',
  entries: 'The file holds more than 1,000 files. Save the list as csv and upload that.',
  sheets: 'The workbook has more than 20 sheets. Leave out those that are no part list.',
  columns: 'A table has more than 200 columns. Leave out those that do not matter.',
  rows: 'The file has more than 20,000 filled rows, or a value below row 25,000. Split it.',
  text: 'The cells hold more than 32 MiB of text. Leave out what is no part list.',
  lines: 'The list has more than 5,000 lines. Split it.',
  time: 'Reading the file took longer than 15 seconds. Save the list as csv or split it.',
  memory: 'Reading the file took more memory than it may. Save the list as csv or split it.',
}

const REASON_SENTENCES: Readonly<Record<UnreadableReason, string>> = {
  empty: 'The file is empty.',
  no_table:
    'No part list was found in the file. Give its columns headings such as Designator, Quantity and Part number.',
  encoding: 'The text of the file cannot be decoded. Save it as UTF-8 and upload it again.',
  protected: 'The file is protected by a password. Save it without one and upload it again.',
  broken: 'The file is damaged. Save it again and upload that.',
  xml_unsafe: 'The XML of the file declares a document type or entities, which is not accepted.',
  zip_unsafe: 'The packed file is built in an unsafe way. Save the list as csv and upload that.',
  columns_unclear: 'Its columns cannot be told apart. Separate them with commas, semicolons or tabs.',
}
