import type { BaseUnit, LineFlag } from './bom-line.js'
import type { Fitting } from './bom-fitting.js'
import { cellsOf, type TableLayout, type TableRow } from './bom-layout.js'
import { inUnitOf, readQuantity, type ReadQuantity } from './bom-quantity.js'

/** How much of a row is needed; `milli` in thousandths of the unit, null = not known. */
export interface Need {
  readonly milli: number | null
  readonly unit: BaseUnit
  /** thousandths of a millimetre, when the need counts pieces of a length */
  readonly pieceMilli: number | null
  readonly flags: readonly LineFlag[]
  readonly warnings: readonly string[]
}

/** Where the parts of a row go. */
export interface Placed {
  readonly designators: readonly string[]
  readonly fitting: Fitting
}

/** The quantity cell if it is known, else the number of places; what is named as not fitted is taken off (bom.md 6). */
export function readNeed(row: TableRow, layout: TableLayout, placed: Placed): Need {
  const [cell = ''] = cellsOf(row, layout, 'quantity')
  const read = inUnitOf(readQuantity(cell, layout.numberStyle), cellsOf(row, layout, 'unit')[0] ?? '')
  const need = fromPlaces(read, placed.designators.length)
  const left = placed.fitting.isFitted ? placed.fitting.leftOut : []
  return {
    ...need,
    milli: need.milli === null ? null : Math.max(0, need.milli - left.length * 1_000),
    pieceMilli: need.pieceMilli ?? (need.unit === 'each' ? pieceLength(row, layout) : null),
    warnings: left.length > 0 ? [...need.warnings, notFittedSentence(left)] : need.warnings,
  }
}

function fromPlaces(read: ReadQuantity, count: number): Need {
  if (count === 0) return { ...read, warnings: [] }
  if (read.milli === null) {
    const flags = read.flags.filter((flag) => flag !== 'quantity_unknown')
    return { ...read, milli: count * 1_000, unit: 'each', flags, warnings: [] }
  }
  const differs = read.milli > 0 && read.unit === 'each' && read.milli !== count * 1_000
  if (!differs) return { ...read, warnings: [] }
  return { ...read, flags: [...read.flags, 'quantity_differs'], warnings: [differsSentence(read.milli, count)] }
}

function notFittedSentence(left: readonly string[]): string {
  return `Not fitted and not counted: ${left.slice(0, 20).join(', ')}${left.length > 20 ? ', …' : ''}.`
}

function differsSentence(milli: number, count: number): string {
  const named = count === 1 ? '1 place is' : `${count} places are`
  return `The quantity is ${milli / 1_000}, but ${named} named; the quantity is kept.`
}

/** The cut length of a piece, where the cell or its heading names the unit. */
function pieceLength(row: TableRow, layout: TableLayout): number | null {
  const [column = -1] = layout.columns.length
  const isMillimetres = /\bmm\b/i.test(layout.headings[column] ?? '')
  const read = inUnitOf(readQuantity(row.cells[column] ?? '', layout.numberStyle), isMillimetres ? 'mm' : '')
  return read.unit === 'mm' ? read.milli : null
}
