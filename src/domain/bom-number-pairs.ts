import { columnsOf, type ColumnRoles } from './bom-columns.js'
import { normalHeading, numberedHeading } from './bom-heading-score.js'

/** Columns that name one part together. */
export interface NumberPair {
  readonly mpn: number | null
  readonly manufacturer: number | null
}

/**
 * Part numbers with the maker beside them (bom.md 4): nearest columns pair, the left one of two equally near. The first
 * pair is the line, the others are alternates. A second number column of another name without a maker of its own
 * (`Device`, `Model`) is no alternate.
 */
export function pairColumns(headings: readonly string[], roles: ColumnRoles): NumberPair[] {
  const numbers = columnsOf(roles, 'mpn')
  const main = pairNearest(numbers, columnsOf(roles, 'manufacturer'))
  const [first] = main
  const firstHeading = normalHeading(headings[first?.mpn ?? -1] ?? '')
  const same = main.filter(
    (pair, index) =>
      index === 0 || pair.manufacturer !== null || normalHeading(headings[pair.mpn ?? -1] ?? '') === firstHeading,
  )
  return [...same, ...numberedPairs(headings, roles)]
}

function numberedPairs(headings: readonly string[], roles: ColumnRoles): NumberPair[] {
  const alternates = columnsOf(roles, 'alternate').map((column) => ({
    column,
    ...(numberedHeading(headings[column] ?? '') ?? { base: 'mpn' as const, n: 0 }),
  }))
  const numbers = alternates.filter(({ base }) => base === 'mpn')
  const makers = alternates.filter(({ base }) => base === 'manufacturer')
  const byNumber = numbers.map(({ n }) => makers.find((maker) => n > 0 && maker.n === n)?.column)
  const free = makers.map(({ column }) => column).filter((column) => !byNumber.includes(column))
  const rest = numbers.filter((_, index) => byNumber[index] === undefined).map(({ column }) => column)
  const nearest = pairNearest(rest, free)
  return numbers.map(({ column }, index) => {
    const maker = byNumber[index]
    if (maker !== undefined) return { mpn: column, manufacturer: maker }
    return nearest.find(({ mpn }) => mpn === column) ?? { mpn: column, manufacturer: null }
  })
}

function pairNearest(numbers: readonly number[], makers: readonly number[]): NumberPair[] {
  const free = new Set(makers)
  const pairs = numbers.map((mpn) => {
    const nearest = [...free].sort((a, b) => Math.abs(a - mpn) - Math.abs(b - mpn) || a - b)[0]
    if (nearest !== undefined) free.delete(nearest)
    return { mpn, manufacturer: nearest ?? null }
  })
  return pairs.length > 0 ? pairs : makers.slice(0, 1).map((manufacturer) => ({ mpn: null, manufacturer }))
}
