import type { BomSheet } from './bom-line.js'
import type { Region } from './bom-regions.js'

/** A sheet as it came and as the grammar reads it. */
export interface OpenSheet {
  readonly name: string | null
  readonly raw: BomSheet['rows']
  /** normal rows; none when no cell is filled */
  readonly rows: readonly (readonly string[])[]
}

/** What a shopper should know about how a table was read. */
export function tableWarnings(sheet: OpenSheet, region: Region): string[] {
  const where = sheet.name === null ? '' : ` of sheet "${sheet.name}"`
  const aside = region.ignored.map((column) => region.headings[column] ?? '').filter((heading) => heading !== '')
  const beyond = rowsBeyond(sheet, region)
  return [
    ...(region.headerRow === null
      ? [`The table${where} has no header; its columns were judged by their content.`]
      : []),
    ...(aside.length > 0
      ? [`A second table to the right${where} was not read: ${aside.join(', ').slice(0, 200)}.`]
      : []),
    ...(beyond > 0
      ? [`${beyond} rows${where} have more cells than the header; what has no heading is kept, not read.`]
      : []),
  ]
}

/** Rows that are longer than the header, or have something to the right of its last head. */
function rowsBeyond({ raw, rows }: OpenSheet, { headerRow, headings, ignored, from, to }: Region): number {
  if (headerRow === null) return 0
  const width = raw[headerRow]?.length ?? 0
  const beyond = ignored.filter((column) => (headings[column] ?? '') === '')
  const isBeyond = (row: number): boolean =>
    (raw[row]?.length ?? 0) > width || beyond.some((column) => (rows[row]?.[column] ?? '') !== '')
  return Array.from({ length: to - from }, (_, index) => from + index).filter(isBeyond).length
}

/** Why a sheet or table is not read. */
export function leftOutSentence({ name }: OpenSheet, { headerRow }: Region): string {
  const where = name === null ? 'A table' : `Sheet "${name}"`
  return `${where} was left out: ${headerRow === null ? 'it has no header' : 'no column says how many or where'}.`
}
