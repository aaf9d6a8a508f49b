import { decode, encode } from 'iconv-lite'
import { unparse } from 'papaparse'

import type { BomSheet } from '../../src/domain/bom-line.js'

type Rows = BomSheet['rows']

/** Rows of one length, as a spreadsheet saves them. */
export function padded(rows: Rows): Rows {
  const width = Math.max(0, ...rows.map(({ length }) => length))
  return rows.map((row) => Array.from({ length: width }, (_, column) => row[column] ?? ''))
}

/** A table as delimited text, in UTF-8 with LF. */
export function savedAsText(rows: Rows, delimiter: string): Buffer {
  return Buffer.from(unparse(rows as string[][], { delimiter, newline: '\n' }))
}

/** A text in UTF-8 in another encoding; undefined where that cannot hold it. */
export function encoded(
  text: string,
  encoding: 'utf-8' | 'utf-16le' | 'utf-16be' | 'windows-1252',
): Buffer | undefined {
  const hasMark = encoding !== 'windows-1252'
  const bytes = encode(text, encoding, { addBOM: hasMark })
  return decode(bytes, encoding) === text ? bytes : undefined
}
