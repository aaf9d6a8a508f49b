import type { BaseUnit } from './bom-line.js'

/** How a product is sold: price and stock count packs. */
export interface Pack {
  /** base units in one pack: 100 screws, 1000 g on a spool, 500 mm of rod */
  readonly packSize: number
  readonly baseUnit: BaseUnit
  /** packs */
  readonly minOrderQty: number
}

/** What one line of a parts list needs of a product. */
export interface LineNeed {
  /** thousandths of the unit */
  readonly neededMilli: number
  readonly unit: BaseUnit
  /** thousandths of a millimetre, above 0, when the line asks for pieces of a length */
  readonly pieceMilli: number | null
}

/** A line and what the import has already put into the cart for it, in packs. */
export interface PackLine extends LineNeed {
  readonly added: number | null
}

/**
 * Packs for all needs of one product in one import (bom.md 13): the needs are summed before they are rounded up, and
 * raised to the smallest order. Lengths are cut from whole pieces, so each line of them is rounded by itself. Undefined
 * when a line counts in a unit that this product is not sold in, or needs a piece longer than the product.
 */
export function targetPacks(needs: readonly LineNeed[], pack: Pack): number | undefined {
  const inBase = needs.map((need) => needInBase(need, pack))
  if (inBase.includes(undefined)) return undefined
  return packsFor(
    inBase.reduce<number>((sum, baseMilli = 0) => sum + baseMilli, 0),
    pack,
  )
}

/**
 * What each line adds, in packs: the target of all lines so far minus what the import has put into the cart, so the sum
 * is the target whatever the order. 0 where the packs of others suffice; null where the line is in the cart already, or
 * counts in a unit that this product is not sold in.
 */
export function packsPerLine(lines: readonly PackLine[], pack: Pack): (number | null)[] {
  const inCart = lines.filter(({ added }) => added !== null)
  let addedPacks = inCart.reduce((sum, { added }) => sum + (added ?? 0), 0)
  let sumMilli = inCart.reduce((sum, line) => sum + (needInBase(line, pack) ?? 0), 0)
  return lines.map((line) => {
    const baseMilli = line.added === null ? needInBase(line, pack) : undefined
    if (baseMilli === undefined) return null
    sumMilli += baseMilli
    const more = Math.max(0, packsFor(sumMilli, pack) - addedPacks)
    addedPacks += more
    return more
  })
}

const MILLI = 1000

function packsFor(baseMilli: number, pack: Pack): number {
  return baseMilli === 0 ? 0 : Math.max(pack.minOrderQty, Math.ceil(baseMilli / (pack.packSize * MILLI)))
}

/** Thousandths of the product's base unit. Beyond 2^53 it is inexact, and far more than any cart takes. */
function needInBase(need: LineNeed, pack: Pack): number | undefined {
  if (pack.baseUnit === 'mm') return wholeLengths(need, pack)
  if (need.unit === pack.baseUnit) return need.neededMilli
  // `1 spool` of what is sold by weight: pieces are packs.
  return need.unit === 'each' ? need.neededMilli * pack.packSize : undefined
}

/** As many products as the line needs, each of them whole, in thousandths of a millimetre. */
function wholeLengths({ neededMilli, unit, pieceMilli }: LineNeed, { packSize }: Pack): number | undefined {
  if (unit !== 'mm' && unit !== 'each') return undefined
  const lengthMilli = packSize * MILLI
  if (pieceMilli === null) return Math.ceil(neededMilli / (unit === 'each' ? MILLI : lengthMilli)) * lengthMilli
  const pieces = Math.ceil(neededMilli / (unit === 'each' ? MILLI : pieceMilli))
  const perLength = Math.floor(lengthMilli / pieceMilli)
  return perLength === 0 ? undefined : Math.ceil(pieces / perLength) * lengthMilli
}
