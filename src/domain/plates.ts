import type { PartSize } from './machine-fit.js'

/** Between neighbouring copies, so that neither hinders the other. */
export const PLATE_GAP_MM = 8
const LONGEST_PLATE_S = 72_000

export interface PlateRequest {
  readonly size: PartSize
  readonly usable: PartSize
  readonly quantity: number
  /** seconds of a plate with that many copies; never falls when copies are added */
  secondsFor(copies: number): number
}

export interface PlatePlan {
  /** most copies a plate takes, by room and by time */
  readonly capacity: number
  /** copies of each plate, larger ones first */
  readonly copies: readonly number[]
  /** sum of the rectangles' half outlines, X + Y of each plate; the skirt runs around them */
  readonly halfOutlinesMm: readonly number[]
}

/** Spreads the copies of one part over plates (quoting.md 11). The part must fit the machine. */
export function planPlates(request: PlateRequest): PlatePlan {
  const { size, usable, quantity } = request
  const grid = gridFor(size, usable)
  const capacity = limitByTime(grid.columns * grid.rows, (copies) => request.secondsFor(copies))
  const copies = spreadEvenly(quantity, Math.ceil(quantity / capacity))
  return { capacity, copies, halfOutlinesMm: copies.map((count) => halfOutline(grid, count)) }
}

/** How copies lie on a plate: in rows of so many, as uploaded or turned by 90° about the vertical. */
export function plateLayout(size: PartSize, usable: PartSize): PlateLayout {
  const { columns, isTurned } = gridFor(size, usable)
  return { columns, isTurned }
}

export interface PlateLayout {
  readonly columns: number
  readonly isTurned: boolean
}

interface PlateGrid extends PlateLayout {
  readonly widthMm: number
  readonly depthMm: number
  readonly rows: number
}

function gridFor({ x, y }: PartSize, usable: PartSize): PlateGrid {
  const asUploaded = gridOf(x, y, usable)
  const turned = gridOf(y, x, usable)
  return turned.columns * turned.rows > asUploaded.columns * asUploaded.rows
    ? { ...turned, isTurned: true }
    : { ...asUploaded, isTurned: false }
}

function gridOf(widthMm: number, depthMm: number, usable: PartSize): Omit<PlateGrid, 'isTurned'> {
  const columns = Math.floor((usable.x + PLATE_GAP_MM) / (widthMm + PLATE_GAP_MM))
  const rows = Math.floor((usable.y + PLATE_GAP_MM) / (depthMm + PLATE_GAP_MM))
  return { widthMm, depthMm, columns, rows }
}

/** The most copies whose plate is done in time, at least one: halves the range, because more copies never take less. */
function limitByTime(room: number, secondsFor: (copies: number) => number): number {
  let fine = 1
  let most = Math.max(1, room)
  while (fine < most) {
    const middle = Math.ceil((fine + most) / 2)
    if (secondsFor(middle) > LONGEST_PLATE_S) most = middle - 1
    else fine = middle
  }
  return fine
}

function spreadEvenly(quantity: number, plates: number): number[] {
  const least = Math.floor(quantity / plates)
  const larger = quantity % plates
  return Array.from({ length: plates }, (_, i) => (i < larger ? least + 1 : least))
}

function halfOutline(grid: PlateGrid, copies: number): number {
  const columns = Math.min(grid.columns, copies)
  const rows = Math.ceil(copies / grid.columns)
  return columns * (grid.widthMm + PLATE_GAP_MM) - PLATE_GAP_MM + rows * (grid.depthMm + PLATE_GAP_MM) - PLATE_GAP_MM
}
