import { parse } from 'papaparse'

import { bomUnreadable } from '../domain/bom-limits.js'
import type { BomCells } from './bom-cells.js'

/** How a delimited text is written. */
export interface DelimitedDialect {
  readonly delimiter: string
  readonly quote: string
  readonly warnings: readonly string[]
}

/**
 * Reads a delimited text into one table without a name (bom.md 3, 4 to 6). The content alone decides on the delimiter;
 * when none fits, the refusal is `columns_unclear`.
 */
export function readDelimited(text: string, cells: BomCells): DelimitedDialect {
  const lines = text.replace(/\r\n?/g, '\n')
  const quote = quoteOf(lines)
  const delimiter = delimiterOf(lines, quote)
  const { rows, isQuoteOpen } = split(lines, { delimiter, quote })
  // An open quotation mark would swallow the rest of the file: then the marks are inches or typing errors.
  const read = isQuoteOpen ? split(lines, { delimiter, quote: NO_QUOTE }).rows : rows
  cells.begin(null)
  read.forEach((row, index) => cells.addRow(index + 1, row))
  return { delimiter, quote, warnings: isQuoteOpen ? [OPEN_QUOTE] : [] }
}

const DELIMITERS = [',', ';', '\t', '|']
const SAMPLE_LINES = 200
const OPEN_QUOTE = 'A quotation mark in the file is never closed; all quotation marks were read as text.'
/** A character that no cleaned cell holds. */
const NO_QUOTE = '\0'
const SINGLE_QUOTE_SHARE = 0.6
const AGREEING_SHARE = 0.8

/** Single quotes are quotes when most lines begin with one and close it before a comma. */
function quoteOf(text: string): string {
  const sample = sampleOf(text).split('\n').filter(isFilled)
  const quoted = sample.filter((line) => line.trimStart().startsWith("'") && line.includes("',"))
  return quoted.length >= SINGLE_QUOTE_SHARE * sample.length ? "'" : '"'
}

function delimiterOf(text: string, quote: string): string {
  const sample = sampleOf(text)
  const { meta, errors } = parse<string[]>(sample, { delimitersToGuess: DELIMITERS, newline: '\n', ...GREEDY })
  const guess = errors.some(({ type }) => type === 'Delimiter') ? undefined : meta.delimiter
  if (guess !== undefined && isTable(sample, { delimiter: guess, quote }, () => 1)) return guess
  // The guess looks at ten lines only, which may be titles. Against it, two columns have to agree to the cell.
  const other = DELIMITERS.find((delimiter) => isTable(sample, { delimiter, quote }, (usual) => (usual > 2 ? 1 : 0)))
  if (other === undefined) throw bomUnreadable('columns_unclear')
  return other
}

/** The text up to its 200th line with something in it. */
function sampleOf(text: string): string {
  let [end, filled] = [0, 0]
  while (end < text.length && filled < SAMPLE_LINES) {
    const next = text.indexOf('\n', end) + 1 || text.length
    if (isFilled(text.slice(end, next))) filled++
    end = next
  }
  return text.slice(0, end)
}

/**
 * True when most lines have about as many cells as the usual line has. Titles above the first usual line are no evidence;
 * `spread` is how many cells more or less are still about as many.
 */
function isTable(sample: string, dialect: Dialect, spread: (usual: number) => number): boolean {
  const widths = split(sample, dialect)
    .rows.filter((row) => row.some(isFilled))
    .map(({ length }) => length)
  const usual = mostFrequent(widths)
  const table = widths.slice(widths.indexOf(usual))
  const agreeing = table.filter((width) => Math.abs(width - usual) <= spread(usual))
  return usual >= 2 && agreeing.length >= AGREEING_SHARE * table.length
}

function mostFrequent(numbers: readonly number[]): number {
  const counts = new Map<number, number>()
  for (const each of numbers) counts.set(each, (counts.get(each) ?? 0) + 1)
  return [...counts].reduce((best, next) => (next[1] > best[1] ? next : best), [0, 0])[0]
}

function split(text: string, { delimiter, quote }: Dialect): { rows: string[][]; isQuoteOpen: boolean } {
  const { data, errors } = parse<string[]>(text, { delimiter, quoteChar: quote, newline: '\n' })
  return { rows: data, isQuoteOpen: errors.some(({ code }) => code === 'MissingQuotes') }
}

const GREEDY = { skipEmptyLines: 'greedy' } as const

const isFilled = (text: string): boolean => text.trim() !== ''

interface Dialect {
  readonly delimiter: string
  readonly quote: string
}
