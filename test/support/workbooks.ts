import { utils, write } from '@e965/xlsx'

/** A workbook with one sheet that holds these comma-separated lines as texts. */
export function workbookOf(lines: string): Buffer {
  const rows = lines
    .trimEnd()
    .split('\n')
    .map((line) => line.split(','))
  const book = utils.book_new()
  utils.book_append_sheet(book, utils.aoa_to_sheet(rows), 'Parts')
  return write(book, { type: 'buffer', bookType: 'xlsx' }) as Buffer
}
