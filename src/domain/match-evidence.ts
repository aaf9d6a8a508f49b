import type { MatchStage, MatchType } from './bom-line-decision.js'
import type { IdentifierKind, LineIdentifier } from './part-identity.js'

/** How sure one kind of evidence makes us, in hundredths, and whether it may fill a cart unasked (bom.md 10, 12). */
export const EVIDENCE = {
  own_memory: { stage: 'memory', matchType: 'manual', hundredths: 97, mayAutoAdd: true },
  shop_memory: { stage: 'memory', matchType: 'manual', hundredths: 97, mayAutoAdd: true },
  sku: { stage: 'sku', matchType: 'exact', hundredths: 99, mayAutoAdd: true },
  mpn_with_maker: { stage: 'mpn', matchType: 'exact', hundredths: 99, mayAutoAdd: true },
  mpn_alone: { stage: 'mpn', matchType: 'exact', hundredths: 97, mayAutoAdd: true },
  short_mpn: { stage: 'mpn', matchType: 'partial', hundredths: 80, mayAutoAdd: false },
  cross: { stage: 'cross', matchType: 'exact', hundredths: 97, mayAutoAdd: true },
  packaging: { stage: 'packaging', matchType: 'partial', hundredths: 80, mayAutoAdd: true },
  short_packaging: { stage: 'packaging', matchType: 'partial', hundredths: 65, mayAutoAdd: false },
  alternate: { stage: 'packaging', matchType: 'partial', hundredths: 65, mayAutoAdd: false },
  known_name: { stage: 'text', matchType: 'partial', hundredths: 65, mayAutoAdd: false },
  parametric: { stage: 'parametric', matchType: 'partial', hundredths: 90, mayAutoAdd: false },
  open_case: { stage: 'parametric', matchType: 'partial', hundredths: 45, mayAutoAdd: false },
  text: { stage: 'text', matchType: 'fuzzy', hundredths: 55, mayAutoAdd: false },
} as const satisfies Record<string, EvidenceRule>

export type Evidence = keyof typeof EVIDENCE

/** Several products that fit all stated values are less sure than one. */
export const EQUIVALENT_HUNDREDTHS = 60

/** A key without a maker beside it must be this long to decide. */
const MIN_ALONE = 6

/** What it proves that a number of the line is a number of the product; undefined when it proves nothing. */
export function weighIdentifier(found: LineIdentifier, meeting: Meeting): Evidence | undefined {
  if (!isMadeByOne(found.onlyMakers, meeting.productMaker)) return undefined
  if (found.isAlternate) return 'alternate'
  const isProved = isMakerProved(meeting)
  const isSafe = isProved || isSafeAlone(found, meeting)
  if (found.kind === 'mpn_folded') return isSafe ? 'packaging' : 'short_packaging'
  if (found.kind !== 'mpn') return OWN_EVIDENCE[found.kind] ?? 'cross'
  if (isProved) return 'mpn_with_maker'
  return isSafe ? 'mpn_alone' : 'short_mpn'
}

const OWN_EVIDENCE: Partial<Record<IdentifierKind, Evidence>> = {
  own_sku: 'sku',
  gtin: 'sku',
  makrcave_part: 'sku',
  alias: 'known_name',
}

function isSafeAlone({ key }: LineIdentifier, meeting: Meeting): boolean {
  return key.length >= MIN_ALONE && !makersDiffer(meeting)
}

/** Both sides know their maker, and it is not the same. */
export function makersDiffer({ lineMaker, productMaker }: Meeting): boolean {
  return lineMaker !== null && productMaker !== null && lineMaker !== productMaker
}

function isMakerProved({ lineMaker, productMaker }: Meeting): boolean {
  return lineMaker !== null && lineMaker === productMaker
}

/** An empty list leaves every maker, an unknown maker may be any. */
function isMadeByOne(makers: readonly string[], maker: string | null): boolean {
  return makers.length === 0 || maker === null || makers.includes(maker)
}

/** Keys of the makers on both sides; null = unknown. */
export interface Meeting {
  readonly lineMaker: string | null
  readonly productMaker: string | null
}

interface EvidenceRule {
  readonly stage: MatchStage
  readonly matchType: MatchType
  readonly hundredths: number
  readonly mayAutoAdd: boolean
}
