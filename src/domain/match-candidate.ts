import type { BaseUnit } from './bom-line.js'
import type { Candidate } from './match-decision.js'
import { makersDiffer, weighIdentifier, type Evidence } from './match-evidence.js'
import type { LineReading } from './match-reading.js'
import type { LineIdentifier } from './part-identity.js'
import type { PartValues } from './part-values.js'
import { agreements, contradictions } from './part-veto.js'

/** A number of the line that a product of the shop carries; undefined when the meeting proves nothing. */
export function numberCandidate(reading: LineReading, hit: MetNumber): Candidate | undefined {
  const { found, product, productMaker } = hit
  const meeting = { lineMaker: found.manufacturerKey ?? reading.maker, productMaker }
  const evidence = weighIdentifier(found, meeting)
  if (evidence === undefined) return undefined
  const other = makersDiffer(meeting) ? ['the line names another maker'] : []
  return offer(reading, product, { evidence, says: SAYS[evidence](found.raw), downgrades: other })
}

/** A product id that the source itself states. */
export function ownIdCandidate(reading: LineReading, product: ShelfProduct): Candidate | undefined {
  return offer(reading, product, { evidence: 'sku', says: 'the list names this product' })
}

/** A remembered choice; undefined when the product is no longer sold or the line names another one by its number. */
export function memoryCandidate(reading: LineReading, remembered: RememberedProduct): Candidate | undefined {
  const { product, isOwn, namedProducts } = remembered
  const namesAnother = namedProducts.size > 0 && !namedProducts.has(product.id)
  if (!product.isActive || namesAnother) return undefined
  const evidence = isOwn ? 'own_memory' : 'shop_memory'
  const candidate = offer(reading, product, { evidence, says: SAYS[evidence]('') })
  return candidate && (isOwn || candidate.vetoes.length === 0) ? candidate : undefined
}

export function valuesCandidate(reading: LineReading, product: ShelfProduct): Candidate | undefined {
  const evidence = reading.question?.t1 === null ? 'open_case' : 'parametric'
  return offer(reading, product, { evidence, says: SAYS[evidence]('') })
}

/** Words in common, weighed with what else agrees (bom.md 10, stage 7). */
export function wordsCandidate(
  reading: LineReading,
  product: ShelfProduct,
  shared: SharedWords,
): Candidate | undefined {
  const { values } = reading
  if (values.cls !== undefined && product.values.cls !== undefined && values.cls !== product.values.cls)
    return undefined
  const numbers = values.values.filter(({ value }) => typeof value === 'number').length
  const agreed = agreements(values, product.values).length
  const score =
    0.45 * shared.share +
    0.25 * shared.likeness +
    0.2 * (numbers === 0 ? 0 : Math.min(1, agreed / numbers)) +
    0.05 * (values.cls !== undefined && values.cls === product.values.cls ? 1 : 0) +
    0.05 * (reading.line.unit === product.baseUnit ? 1 : 0)
  const candidate = offer(reading, product, { evidence: 'text', says: SAYS.text('') })
  return candidate && { ...candidate, score }
}

/** The product itself, or the one that replaces it once it is no longer sold. */
function offer(reading: LineReading, product: ShelfProduct, made: Offer): Candidate | undefined {
  const { evidence, says, downgrades = [] } = made
  const sold = product.isActive ? product : product.replacement
  if (!sold?.isActive) return undefined
  const replaces = sold === product ? [] : [`${product.name} is no longer sold; this product replaces it`]
  const agreed = agreementSentence(agreements(reading.values, sold.values))
  return {
    productId: sold.id,
    evidence,
    reasons: [says, agreed].filter((sentence) => sentence !== ''),
    vetoes: objectionsTo(reading, sold),
    downgrades: [...replaces, ...downgrades],
  }
}

/** Why a product is not what a line asks for, one sentence each; none when nothing speaks against it. */
export function objectionsTo(reading: LineReading, product: ShelfProduct): string[] {
  return [...contradictions(reading.known, product.values), ...unitVeto(reading, product)]
}

/** Metres are no pieces: the need cannot be counted in what is sold. */
function unitVeto({ line }: LineReading, { baseUnit }: ShelfProduct): string[] {
  if (line.unit === baseUnit) return []
  return [`the line counts ${UNIT_WORDS[line.unit]}, the product is sold by ${UNIT_WORDS[baseUnit]}`]
}

/** "100 nF, 16 V and 0402 agree" */
function agreementSentence(agreed: readonly string[]): string {
  const last = agreed.at(-1)
  if (last === undefined) return ''
  const before = agreed.slice(0, -1).join(', ')
  return before === '' ? `${last} agrees` : `${before} and ${last} agree`
}

const UNIT_WORDS: Readonly<Record<BaseUnit, string>> = { each: 'pieces', g: 'grams', mm: 'lengths', ml: 'millilitres' }

const SAYS: Readonly<Record<Evidence, (written: string) => string>> = {
  own_memory: () => 'you chose this product for such a line before',
  shop_memory: () => 'at least three makers chose this product for such a line, and nobody another',
  sku: (written) => `article number ${written} matches`,
  mpn_with_maker: (written) => `MPN ${written} and its maker match exactly`,
  mpn_alone: (written) => `MPN ${written} matches exactly`,
  short_mpn: (written) => `part number ${written} matches`,
  cross: (written) => `${written} is the number of a distributor for this product`,
  packaging: (written) => `MPN ${written} matches apart from its packaging`,
  short_packaging: (written) => `part number ${written} matches apart from its packaging`,
  alternate: (written) => `the alternate ${written} matches`,
  known_name: (written) => `the product is known as ${written}`,
  parametric: () => '',
  open_case: () => 'the case is not stated on the line',
  text: () => 'the words are similar',
}

interface Offer {
  readonly evidence: Evidence
  readonly says: string
  readonly downgrades?: readonly string[]
}

export interface MetNumber {
  readonly found: LineIdentifier
  readonly product: ShelfProduct
  readonly productMaker: string | null
}

export interface RememberedProduct {
  readonly product: ShelfProduct
  readonly isOwn: boolean
  /** products that the line names by own article number, GTIN or part number */
  readonly namedProducts: ReadonlySet<number>
}

export interface SharedWords {
  readonly share: number
  readonly likeness: number
}

/** A product as far as matching looks at it. */
export interface ShelfProduct {
  readonly id: number
  readonly name: string
  readonly baseUnit: BaseUnit
  readonly isActive: boolean
  readonly values: PartValues
  /** sold in its place, when it is no longer sold itself */
  readonly replacement: ShelfProduct | null
}
