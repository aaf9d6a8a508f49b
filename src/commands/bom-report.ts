import type { BaseUnit, BomLine, BomTableDialect } from '../domain/bom-line.js'
import type { LineDecision } from '../domain/bom-line-decision.js'
import type { BomFileReading } from '../readers/isolate.js'

/** A line with what became of it. */
export interface MatchedLine {
  readonly line: BomLine
  readonly decision: LineDecision
  /** of the best product; null without one */
  readonly sku: string | null
}

/** Kind and dialect of the file, its tables with their columns, and how many rows of each kind they have. */
export function describeFile({ dialect, lines, warnings }: BomFileReading): string[] {
  const { kind, encoding, delimiter, quote, tables } = dialect
  const details = [
    kind,
    encoding,
    delimiter && `separated by ${JSON.stringify(delimiter)}`,
    quote && `quoted by ${JSON.stringify(quote)}`,
  ]
  return [
    details.filter((detail) => detail !== null && detail !== '').join(', '),
    ...tables.flatMap(describeTable),
    ...warnings.map((warning) => `Warning: ${plain(warning)}`),
    `${lines} lines`,
  ]
}

function describeTable({ sheet, headerRow, isHeaderGuessed, ...table }: BomTableDialect): string[] {
  const name = sheet === null ? 'Table' : `Table ${JSON.stringify(plain(sheet))}`
  const header = headerRow === null ? 'without a heading' : `heading in row ${headerRow}`
  const columns = Object.entries(table.columnRoles).map(([column, role]) => {
    const heading = table.headings[Number(column)] ?? ''
    return `${Number(column) + 1}${heading.trim() === '' ? '' : ` ${JSON.stringify(plain(heading))}`} ${role}`
  })
  const rows = Object.entries(table.rowsByKind).map(([kind, count]) => `${count} ${kind.replaceAll('_', ' ')}`)
  return [
    `${name}, ${header}${isHeaderGuessed ? ' (guessed)' : ''}`,
    `  columns: ${columns.join(', ')}`,
    `  rows: ${rows.join(', ')}`,
  ]
}

/** One row of text for each line, as wide as the terminal: what is said and why share what the other columns leave. */
export function describeLines(matched: readonly MatchedLine[], width = WIDTH): string[] {
  const cells = [HEADINGS, ...matched.map(cellsOf)]
  const widths = HEADINGS.map((_heading, at) => Math.max(...cells.map((row) => charactersOf(row[at] ?? '').length)))
  const fixed = widths.reduce((sum, one, at) => (SHARED.has(at) ? sum : sum + one), (widths.length - 1) * GAP.length)
  const share = Math.max(NARROWEST, Math.floor((width - fixed) / SHARED.size))
  const fitted = widths.map((one, at) => (SHARED.has(at) ? Math.min(one, share) : one))
  return cells.map((row) =>
    row
      .map((cell, at) => padded(cell, fitted[at] ?? 0))
      .join(GAP)
      .trimEnd(),
  )
}

const HEADINGS = ['row', 'quantity', 'text', 'status', 'product', 'sure', 'stage', 'why']
/** `text` and `why` */
const SHARED: ReadonlySet<number> = new Set([2, 7])
const GAP = '  '
const NARROWEST = 12
/** characters, where nobody looks */
const WIDTH = 160

function cellsOf({ line, decision, sku }: MatchedLine): string[] {
  const { confidence, stage, reason } = foundBy(decision)
  return [
    line.rowNo === null ? '' : String(line.rowNo),
    quantityOf(line.quantityMilli, line.unit),
    plain(line.name),
    decision.status,
    sku ?? '',
    confidence === null ? '' : `${Math.round(confidence * 100)} %`,
    stage ?? '',
    plain(reason),
  ]
}

/** Of the decision, else of its best proposal. */
function foundBy({ confidence, stage, reasons, warnings, matches }: LineDecision): Found {
  const [best] = matches
  return {
    confidence: confidence ?? best?.confidence ?? null,
    stage: stage ?? best?.stage ?? null,
    reason: [...reasons, ...(best?.reasons ?? []), ...warnings][0] ?? '',
  }
}

type Found = Pick<LineDecision, 'confidence' | 'stage'> & { readonly reason: string }

function quantityOf(milli: number | null, unit: BaseUnit): string {
  if (milli === null) return 'unknown'
  return unit === 'each' ? String(milli / 1_000) : `${milli / 1_000} ${unit}`
}

function padded(text: string, width: number): string {
  const characters = charactersOf(text)
  if (characters.length > width) return `${characters.slice(0, width - 1).join('')}…`
  return text + ' '.repeat(width - characters.length)
}

function charactersOf(text: string): string[] {
  return Array.from(SEGMENTER.segment(text), ({ segment }) => segment)
}

const SEGMENTER = new Intl.Segmenter()

/** Without control characters: what a stranger wrote must not steer the terminal. */
function plain(text: string): string {
  return text.replaceAll(/\p{C}+|\s+/gu, ' ').trim()
}
