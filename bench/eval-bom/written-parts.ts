import { BRANDS } from '../../src/development/demo-catalog/brands.js'
import { demoCatalog, type DemoArticle } from '../../src/development/demo-catalog/index.js'
import type { PartClass } from '../../src/domain/part-class.js'
import type { NumberName, WordName } from '../../src/domain/part-values.js'

export type States = Readonly<Partial<Record<NumberName | WordName, number | string>>>

/** A part as the writer knows it: by what it was generated from, never by how the grammar reads it. */
export interface Part {
  readonly cls: PartClass
  readonly name: string
  readonly states: States
  readonly mpn?: string
  readonly maker?: string
  /** undefined for parts that the shop does not have */
  readonly sku?: string
}

const NEAR = 0.02
/** More of the first and less of the second may stand in for what is asked; dielectrics from the best to the least. */
const AT_LEAST: ReadonlySet<string> = new Set(['voltage', 'power', 'current'])
const AT_MOST: ReadonlySet<string> = new Set(['tolerance'])
const DIELECTRICS = ['c0g', 'x7r', 'x5r']

/** Articles of the demonstration that were generated from values and are sold by the piece. */
export function shelfParts(): Part[] {
  return demoCatalog().flatMap((article) => partOf(article) ?? [])
}

function partOf({ item }: DemoArticle): Part | undefined {
  const { cls, states, specifications, baseUnit = 'each' } = item
  if (cls === undefined || states === undefined || baseUnit !== 'each') return undefined
  // Plug and socket of a family differ in nothing else.
  const sides = cls === 'connector' && specifications['kind'] !== undefined ? { kind: specifications['kind'] } : {}
  return { cls, name: item.name, sku: item.sku, states: { ...states, ...sides }, ...numberOf(item) }
}

function numberOf({ mpns = [], brand }: DemoArticle['item']): Pick<Part, 'mpn' | 'maker'> {
  const [mpn] = mpns
  const maker = BRANDS[brand]?.name
  return mpn === undefined || maker === undefined ? {} : { mpn, maker }
}

/** Whether a part does everything that is asked; what it does not state it does not do. */
export function serves(part: Part, cls: PartClass, asked: States): boolean {
  return (
    part.cls === cls &&
    Object.entries(asked).every(([name, value]) => suits(name, value, part.states[name as keyof States]))
  )
}

function suits(name: string, asked: number | string, offered: number | string | undefined): boolean {
  if (offered === undefined) return false
  if (name === 'dielectric') return DIELECTRICS.indexOf(String(offered)) <= DIELECTRICS.indexOf(String(asked))
  if (typeof asked !== 'number' || typeof offered !== 'number') return asked === offered
  if (AT_LEAST.has(name)) return offered >= asked
  if (AT_MOST.has(name)) return offered <= asked
  return Math.abs(asked - offered) <= asked * NEAR
}
