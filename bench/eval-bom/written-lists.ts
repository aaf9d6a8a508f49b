import type { BomLine } from '../../src/domain/bom-line.js'
import { readBomTables } from '../../src/domain/bom-table.js'
import type { Cells } from './fill-template.js'

const ROWS_OF_LIST = 50

/** Writes the lines into lists as people keep them, and reads these as the shop does. */
export function readBack<T extends Written>(written: readonly T[]): ReadBack<T>[] {
  const isBoard = ({ cells }: T): boolean => cells.places !== undefined
  return [
    ...listsOf(written.filter(isBoard), BOARD_COLUMNS),
    ...listsOf(
      written.filter((one) => !isBoard(one)),
      PARTS_COLUMNS,
    ),
  ]
}

function listsOf<T extends Written>(written: readonly T[], columns: Columns): ReadBack<T>[] {
  const lists: ReadBack<T>[] = []
  for (let start = 0; start < written.length; start += ROWS_OF_LIST) {
    const list = written.slice(start, start + ROWS_OF_LIST)
    const rows = list.map(({ cells }) => columns.map(([, cell]) => cells[cell] ?? ''))
    const reading = readBomTables([{ name: null, rows: [columns.map(([heading]) => heading), ...rows] }])
    const lines = new Map(reading.lines.map((one) => [one.rowNo, one]))
    lists.push(
      ...list.map((one, index) => {
        const read = lines.get(index + 2)
        return read ? { ...one, line: read } : one
      }),
    )
  }
  return lists
}

type Columns = readonly (readonly [heading: string, cell: keyof Cells])[]

const BOARD_COLUMNS: Columns = [
  ...([
    ['Reference', 'places'],
    ['Qty', 'quantity'],
    ['Value', 'value'],
    ['Footprint', 'package'],
  ] as const),
  ...([
    ['Description', 'description'],
    ['Manufacturer', 'maker'],
    ['MPN', 'mpn'],
    ['SKU', 'sku'],
  ] as const),
]
const PARTS_COLUMNS: Columns = [
  ...([
    ['Item', 'description'],
    ['Quantity', 'quantity'],
    ['Manufacturer', 'maker'],
    ['Part Number', 'mpn'],
    ['SKU', 'sku'],
  ] as const),
]

interface Written {
  readonly cells: Cells
}

/** `line` is how the shop's reader understands the row; undefined where it is no part to it. */
type ReadBack<T> = T & { readonly line?: BomLine }
