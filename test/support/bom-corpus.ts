import { readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'

import type { BomSheet } from '../../src/domain/bom-line.js'
import * as xlsx from '@e965/xlsx'
import Papa from 'papaparse'

/** The sheets of a table file of the corpus: text by its mark or as UTF-8 or windows-1252, workbooks as displayed. */
export function readSheets(folder: string, name: string): BomSheet[] {
  const path = join(folder, 'boms', name)
  return /\.xlsx?$/.test(name) ? readWorkbook(path) : [readText(path)]
}

export function tableFiles(folder: string): string[] {
  return readdirSync(join(folder, 'boms')).filter(
    (name) => /\.(?:csv|tsv|xlsx?)$/.test(name) && !name.startsWith('MANIFEST'),
  )
}

function readWorkbook(path: string): BomSheet[] {
  const workbook = xlsx.read(readFileSync(path), { sheetRows: 25_000, cellFormula: false, cellHTML: false })
  return workbook.SheetNames.map((name) => {
    const sheet = workbook.Sheets[name]
    const rows = sheet?.['!ref']
      ? xlsx.utils.sheet_to_json<string[]>(sheet, {
          header: 1,
          raw: false,
          defval: '',
          blankrows: true,
          range: fromTop(sheet['!ref']),
        })
      : []
    return { name, rows: rows.map((row) => row.map(String)) }
  })
}

/** Rows count from the first row of the sheet, whatever its declared range begins with. */
function fromTop(ref: string): xlsx.Range {
  const range = xlsx.utils.decode_range(ref)
  return { s: { r: 0, c: 0 }, e: range.e }
}

function readText(path: string): BomSheet {
  const text = decode(readFileSync(path))
  const first = Papa.parse<string[]>(text, { preview: 200, skipEmptyLines: 'greedy' })
  const delimiter = first.meta.delimiter
  const lines = text.split(/\r?\n/).filter((line) => line !== '')
  const quoteChar = lines.filter((line) => line.startsWith("'")).length >= lines.length * 0.6 ? "'" : '"'
  return { name: null, rows: Papa.parse<string[]>(text, { delimiter, quoteChar }).data }
}

function decode(bytes: Buffer): string {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return new TextDecoder('utf-16le').decode(bytes)
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    return new TextDecoder('windows-1252').decode(bytes)
  }
}
