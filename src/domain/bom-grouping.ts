import { designatorPrefix } from './bom-designators.js'
import type { WrittenPartNumber } from './bom-line.js'
import type { RowLine } from './bom-row-line.js'

/** Rows of one place each are one table if so many are. */
const SINGLE_SHARE = 0.8
const MOST_ALTERNATES = 20

/**
 * Rows for the same places are one need: the second is an alternate of the first (bom.md 6). Only within one table, only
 * for rows that name places, and only if the second asks for nothing or for as much as the first.
 */
export function joinAlternates(lines: readonly RowLine[]): RowLine[] {
  const joined: RowLine[] = []
  const placeOf = new Map<string, number>()
  // What asks for nothing stands in for what asks for something, wherever it stands.
  const asking = lines.filter(({ quantityMilli }) => quantityMilli !== 0)
  const idle = lines.filter(({ quantityMilli }) => quantityMilli === 0)
  for (const line of [...asking, ...idle]) {
    const key = [...line.designators].sort().join(',')
    const index = placeOf.get(key) ?? joined.length
    const main = joined[index]
    if (main && isAlternate(main, line)) joined[index] = withAlternate(main, line)
    else joined.push(line)
    if (key !== '' && !main) placeOf.set(key, index)
  }
  return joined.sort((a, b) => (a.rowNo ?? 0) - (b.rowNo ?? 0))
}

/** Tables of one row per place: rows that ask for the same are one line (bom.md 6). */
export function groupPlaces(lines: readonly RowLine[]): RowLine[] {
  const singles = lines.filter(isSinglePlace)
  if (singles.length < 2 || singles.length < lines.length * SINGLE_SHARE) return [...lines]
  const groups = groupBy(singles, groupKey)
  const leaders = new Map(
    [...groups.values()].flatMap((group) => splitByNumber(group)).map((group) => [group[0], group]),
  )
  return lines.flatMap((line) => {
    if (!isSinglePlace(line)) return [line]
    const group = leaders.get(line)
    return group ? [mergePlaces(line, group)] : []
  })
}

function isAlternate(main: RowLine, other: RowLine): boolean {
  if (main.exclusion === 'not_fitted' || other.exclusion === 'not_fitted') return false
  return other.quantityMilli === 0 || other.quantityMilli === main.quantityMilli
}

function withAlternate(main: RowLine, other: RowLine): RowLine {
  const numbers = [other.identity.partNumber, ...other.alternates].filter((one) => one !== null)
  const known = new Set([main.identity.partNumber, ...main.alternates].map((one) => one?.mpn))
  const added: readonly WrittenPartNumber[] = numbers.filter(({ mpn }) => !known.has(mpn))
  return {
    ...main,
    alternates: [...main.alternates, ...added].slice(0, MOST_ALTERNATES),
    warnings: [
      ...main.warnings,
      `Row ${other.rowNo ?? '?'} is for the same places and counts as an alternate: ${other.name.slice(0, 120)}.`,
    ],
  }
}

/** One piece for one place, with nothing odd about it. */
function isSinglePlace({ designators, quantityMilli, unit, pieceMilli, flags }: RowLine): boolean {
  return (
    designators.length === 1 && quantityMilli === 1_000 && unit === 'each' && pieceMilli === null && flags.length === 0
  )
}

function groupKey({ designators, text, exclusion, identity }: RowLine): string {
  const what = text.value ?? text.description ?? ''
  return JSON.stringify([
    designatorPrefix(designators),
    what,
    text.package,
    text.section,
    exclusion,
    what === '' && identity.partNumber,
  ])
}

/** One number in a group is the number of all; two different ones split it, and rows without stay with the first. */
function splitByNumber(group: readonly RowLine[]): RowLine[][] {
  const numbers = [...new Set(group.map(numberOf).filter((number) => number !== ''))]
  if (numbers.length <= 1) return [[...group]]
  return [...groupBy(group, numberOf).values()]
}

function numberOf({ identity }: RowLine): string {
  const shop = identity.shopNumbers.map(({ text }) => text).join(' ')
  return (identity.partNumber?.mpn ?? shop).toUpperCase()
}

function groupBy(lines: readonly RowLine[], keyOf: (line: RowLine) => string): Map<string, RowLine[]> {
  const groups = new Map<string, RowLine[]>()
  for (const line of lines) {
    const group = groups.get(keyOf(line))
    if (group) group.push(line)
    else groups.set(keyOf(line), [line])
  }
  return groups
}

function mergePlaces(first: RowLine, group: readonly RowLine[]): RowLine {
  if (group.length === 1) return first
  const named = group.find((line) => numberOf(line) !== '') ?? first
  return {
    ...first,
    identity: named.identity,
    alternates: named.alternates,
    designators: group.flatMap((line) => line.designators),
    quantityMilli: group.length * 1_000,
  }
}
