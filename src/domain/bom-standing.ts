import type { BomLineStatus } from './bom-import-status.js'
import { packsPerLine, targetPacks, type LineNeed, type Pack } from './packs.js'

/** A judged line with what it needs, as the whole import is weighed. */
export interface WeighedLine {
  readonly bomItemId: string
  readonly status: BomLineStatus
  /** the decided product */
  readonly productId: number | null
  /** the first suggestion of an open line */
  readonly suggestedId: number | null
  /** null: unknown, so one is proposed */
  readonly neededMilli: number | null
  readonly unit: LineNeed['unit']
  readonly pieceMilli: number | null
  /** packs that this import has put into the cart for it */
  readonly added: number | null
}

/** How a product is sold, and how many packs one order may take. */
export interface SoldProduct extends Pack {
  /** null: any number */
  readonly buyable: number | null
}

/** Where a line stands once the needs of all lines are summed. */
export interface LineStanding {
  readonly bomItemId: string
  readonly status: BomLineStatus
  /** packs; 0 where other lines of the product buy enough */
  readonly cartQuantity: number
  /** the decided product must be confirmed after all, and why */
  readonly doubt: string | null
}

/**
 * Packs per line and whether the stock suffices, over a whole import (contract 7.4): the needs of all lines of one product
 * are summed before they are rounded. A line that counts in lengths, or in a unit that the product is not sold in, is
 * open for confirmation.
 */
export function weighLines(
  lines: readonly WeighedLine[],
  products: ReadonlyMap<number, SoldProduct>,
): Map<string, LineStanding> {
  const standings = new Map<string, LineStanding>()
  for (const [productId, group] of groupByProduct(lines)) {
    const product = products.get(productId)
    for (const standing of product ? weighGroup(group, product) : group.map(unsold)) {
      standings.set(standing.bomItemId, standing)
    }
  }
  for (const line of lines) {
    if (!standings.has(line.bomItemId)) standings.set(line.bomItemId, proposal(line, products))
  }
  return standings
}

const LENGTH = 'Lengths are cut from whole pieces; please confirm the product and how many.'
const OTHER_UNIT = 'The product is sold in another unit than the line counts in; please confirm it.'

/** What a line asks for, with one piece where it says nothing. */
function needOf(line: Pick<WeighedLine, 'neededMilli' | 'unit' | 'pieceMilli'>): LineNeed {
  const { neededMilli, unit, pieceMilli } = line
  return neededMilli === null ? ONE_PIECE : { neededMilli, unit, pieceMilli }
}

const ONE_PIECE: LineNeed = { neededMilli: 1000, unit: 'each', pieceMilli: null }

function groupByProduct(lines: readonly WeighedLine[]): Map<number, WeighedLine[]> {
  const groups = new Map<number, WeighedLine[]>()
  for (const line of lines) {
    if (line.productId === null || !isDecided(line.status)) continue
    const group = groups.get(line.productId)
    if (group) group.push(line)
    else groups.set(line.productId, [line])
  }
  return groups
}

function weighGroup(group: readonly WeighedLine[], product: SoldProduct): LineStanding[] {
  const doubts = group.map((line) => doubtOf(line, product))
  const sure = group.filter((_line, index) => doubts[index] === null)
  const packs = packsPerLine(
    sure.map((line) => ({ ...needOf(line), added: line.added })),
    product,
  )
  const more = packs.reduce<number>((sum, count) => sum + (count ?? 0), 0)
  const isShort = product.buyable !== null && more > product.buyable
  return group.map((line, index) => {
    const doubt = doubts[index] ?? null
    const { bomItemId } = line
    if (doubt !== null) return { bomItemId, status: 'multiple_matches', cartQuantity: alone(line, product), doubt }
    if (line.added !== null) return { bomItemId, status: 'mapped', cartQuantity: line.added, doubt }
    const cartQuantity = packs[sure.indexOf(line)] ?? 0
    return { bomItemId, status: isShort ? 'out_of_stock' : 'mapped', cartQuantity, doubt }
  })
}

function doubtOf(line: WeighedLine, product: SoldProduct): string | null {
  if (line.added !== null) return null
  if (targetPacks([needOf(line)], product) === undefined) return OTHER_UNIT
  return line.unit === 'mm' || line.pieceMilli !== null ? LENGTH : null
}

/** A product that is gone meanwhile is nothing that can be bought now. */
function unsold({ bomItemId, added }: WeighedLine): LineStanding {
  return { bomItemId, status: added === null ? 'out_of_stock' : 'mapped', cartQuantity: added ?? 0, doubt: null }
}

/** What an open line would need of its first suggestion. */
function proposal(line: WeighedLine, products: ReadonlyMap<number, SoldProduct>): LineStanding {
  const { bomItemId, status, suggestedId } = line
  const product = suggestedId === null || status === 'excluded' ? undefined : products.get(suggestedId)
  return { bomItemId, status, cartQuantity: product ? alone(line, product) : 0, doubt: null }
}

function alone(line: WeighedLine, product: SoldProduct): number {
  return targetPacks([needOf(line)], product) ?? 1
}

function isDecided(status: BomLineStatus): boolean {
  return status === 'mapped' || status === 'out_of_stock'
}
