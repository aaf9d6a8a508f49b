import { utils, write } from '@e965/xlsx'

import type { BomSheet } from '../../src/domain/bom-line.js'

/** A workbook with one sheet that holds these comma-separated lines as texts. */
export function workbookOf(lines: string): Buffer {
  const rows = lines
    .trimEnd()
    .split('\n')
    .map((line) => line.split(','))
  return savedAsWorkbook([{ name: 'Parts', rows }])
}

/** A workbook whose cells are all texts. */
export function savedAsWorkbook(sheets: readonly BomSheet[]): Buffer {
  const book = utils.book_new()
  for (const { name, rows } of sheets) {
    const cells = rows.map((row) => row.map((text) => (text === '' ? null : { t: 's', v: text })))
    utils.book_append_sheet(book, utils.aoa_to_sheet(cells), name ?? 'Parts')
  }
  return write(book, { type: 'buffer', bookType: 'xlsx', compression: true }) as Buffer
}
