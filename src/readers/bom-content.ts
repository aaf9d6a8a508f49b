import type { BomFileDialect, BomFileKind } from '../domain/bom-file.js'
import { BOM_LIMITS, bomLimitExceeded, bomTypeRefused, bomUnreadable } from '../domain/bom-limits.js'
import type { BomSheet } from '../domain/bom-line.js'
import { BomCells } from './bom-cells.js'
import { readDelimited } from './bom-delimited.js'
import { readKicad } from './bom-kicad.js'
import { checkOds } from './bom-ods-check.js'
import { decodeBomText } from './bom-text.js'
import { checkXlsx } from './bom-workbook-check.js'
import { readPackedWorkbook, readXls } from './bom-workbook.js'
import { UnsafeFile, type Danger } from './unsafe-file.js'
import { GuardedZip, type ZipLimits } from './zip-guard.js'

/** What a file holds, before anything of it is understood: tables, or one JSON document. */
export interface BomContent {
  readonly dialect: BomFileDialect
  readonly warnings: readonly string[]
  readonly found: { readonly sheets: readonly BomSheet[] } | { readonly document: unknown }
}

/**
 * Reads the bytes of a BOM file (bom.md 2 and 3). What it is, its first bytes say, never its name. Throws the refusals
 * `bom_limit_exceeded`, `bom_unreadable` and `unsupported_file_type`.
 */
export async function readBomContent(bytes: Buffer): Promise<BomContent> {
  if (bytes.length > BOM_LIMITS.file_size) throw bomLimitExceeded('file_size', bytes.length)
  try {
    return await readBySignature(bytes)
  } catch (error) {
    throw error instanceof UnsafeFile ? refusalOf(error) : error
  }
}

const PACKED_LIMITS: ZipLimits = { entries: BOM_LIMITS.entries, inflatedBytes: BOM_LIMITS.inflated }

/** Files that people take for lists and that are none, by their first bytes. */
const OTHER_FILES: readonly (readonly [signature: RegExp, what: string])[] = [
  [/^%PDF-/, 'a PDF document'],
  [/^(?:\x89PNG|\xff\xd8\xff|GIF8|RIFF[^]{4}WEBP|BM[^]{4}\0{4}|II\*\0|MM\0\*)/, 'an image'],
  [/^\{\\rtf/, 'a text document'],
  [/^(?:\x1f\x8b|Rar!|7z\xbc\xaf|BZh|\xfd7zXZ)/, 'a compressed archive'],
]

function readBySignature(bytes: Buffer): Promise<BomContent> {
  const head = bytes.toString('latin1', 0, 16)
  const other = OTHER_FILES.find(([signature]) => signature.test(head))
  if (other !== undefined) throw bomTypeRefused(other[1])
  if (head.startsWith('PK\x03\x04')) return readPacked(bytes)
  if (head.startsWith('\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1')) return Promise.resolve(readOldWorkbook(bytes))
  return readText(bytes)
}

async function readPacked(bytes: Buffer): Promise<BomContent> {
  const zip = await GuardedZip.open(bytes, PACKED_LIMITS)
  const kind = await packedKind(zip)
  const checkedRows = await (kind === 'xlsx' ? checkXlsx(zip) : checkOds(zip))
  await zip.checkRest()
  const cells = new BomCells()
  readPackedWorkbook(bytes, cells)
  // Rows that the check has not seen were hidden from it.
  if (cells.rows() > checkedRows) throw bomUnreadable('broken')
  return tablesOf(workbook(kind), cells)
}

async function packedKind(zip: GuardedZip): Promise<'xlsx' | 'ods'> {
  if (zip.has('xl/vbaProject.bin')) throw bomTypeRefused('a workbook with macros (xlsm)')
  if (zip.has('xl/workbook.xml')) return 'xlsx'
  if (zip.has('xl/workbook.bin')) throw bomTypeRefused('a binary workbook (xlsb)')
  if (zip.has('mimetype') && (await beginningOf(zip, 'mimetype')).includes('opendocument.spreadsheet')) return 'ods'
  throw bomTypeRefused('an archive or a document that is no workbook')
}

async function beginningOf(zip: GuardedZip, name: string): Promise<string> {
  let text = ''
  for await (const piece of zip.read(name)) text = (text + piece.toString('latin1')).slice(0, 200)
  return text
}

function readOldWorkbook(bytes: Buffer): BomContent {
  const cells = new BomCells()
  readXls(bytes, cells)
  return tablesOf(workbook('xls'), cells)
}

async function readText(bytes: Buffer): Promise<BomContent> {
  const { text, encoding } = decodeBomText(bytes)
  const start = text.slice(0, 1_024).trimStart()
  const dialect = { encoding, delimiter: null, quote: null }
  if (/^<(?:!doctype html|html|head|body|table|meta|script)/i.test(start)) throw bomTypeRefused('a web page')
  if (/^<(?:\?xml|!doctype|export)/i.test(start)) {
    const cells = new BomCells()
    await readKicad(text, cells)
    return tablesOf({ ...dialect, kind: 'kicad' }, cells)
  }
  const json = /^[[{]/.test(start) ? parsedJson(text) : undefined
  if (json !== undefined) return { dialect: { ...dialect, kind: 'json' }, warnings: [], found: { document: json } }
  const cells = new BomCells()
  const { delimiter, quote, warnings } = readDelimited(text, cells)
  return tablesOf({ kind: 'csv', encoding, delimiter, quote }, cells, warnings)
}

function parsedJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

function workbook(kind: BomFileKind): BomFileDialect {
  return { kind, encoding: null, delimiter: null, quote: null }
}

function tablesOf(dialect: BomFileDialect, cells: BomCells, warnings: readonly string[] = []): BomContent {
  const sheets = cells.sheets()
  if (sheets.length === 0) throw bomUnreadable('empty')
  return { dialect, warnings, found: { sheets } }
}

function refusalOf({ danger, found }: UnsafeFile): Error {
  switch (danger) {
    case 'zip_entries':
      return bomLimitExceeded('entries', found)
    case 'zip_inflated':
      return bomLimitExceeded('inflated', found)
    case 'zip_ratio':
      return bomLimitExceeded('ratio', found)
    default:
      return bomUnreadable(REASONS[danger])
  }
}

const REASONS = {
  zip_unsafe: 'zip_unsafe',
  zip_encrypted: 'protected',
  zip_part_missing: 'broken',
  xml_unsafe: 'xml_unsafe',
  xml_broken: 'broken',
} as const satisfies Partial<Record<Danger, string>>
