import type { LineDecision, LineMatch } from './bom-line-decision.js'
import type { LineExclusion, LineFlag } from './bom-line.js'
import { EQUIVALENT_HUNDREDTHS, EVIDENCE, type Evidence } from './match-evidence.js'

/** Hundredths of confidence: below the first nothing is named; what is nearer than the second to the best competes. */
const LEAST_SUGGESTED = 30
const MARGIN = 15
const COST_OF_FLAG = 5
/** A contradicted number is shown, far behind everything that fits. */
const SHARE_LEFT_BY_VETO = 0.5
const MOST_MATCHES = 3
const MOST_REASONS = 5

/** Flags that make every match of the line less sure, and those with which nobody is spared the question. */
const LESS_SURE: readonly LineFlag[] = ['approximate', 'range']
const QUANTITY_OPEN: readonly LineFlag[] = ['quantity_unknown', 'quantity_assumed', 'quantity_absurd']

/**
 * What becomes of a line: bought without asking, suggested, or left alone (bom.md 10, 12, 13). A product is bought
 * only on evidence that may, with nothing against it, no other product near, and a known quantity.
 */
export function decideLine(line: LineFacts, candidates: readonly Candidate[]): Decision {
  const { exclusion } = line
  if (exclusion !== null) {
    return { ...NOTHING, status: 'excluded', disposition: exclusion, reasons: [EXCLUDED[exclusion]] }
  }
  const ranked = rank(line, candidates)
  const [best] = ranked
  if (!best) return nothingFits(line)
  const objections = objectionsTo(line, ranked)
  const matches = ranked.slice(0, MOST_MATCHES).map((match) => toMatch(match))
  const chosen = { matches, stage: EVIDENCE[best.evidence].stage, confidence: best.hundredths / 100 }
  if (objections.length === 0) {
    return {
      ...NOTHING,
      ...chosen,
      status: 'mapped',
      disposition: 'auto',
      productId: best.productId,
      reasons: best.reasons,
    }
  }
  const disposition = isQuantityOpen(line) ? 'quantity_unknown' : 'suggested'
  const reasons = [...objections, ...contradictedNumbers(ranked)].slice(0, MOST_REASONS)
  return { ...NOTHING, ...chosen, status: 'multiple_matches', disposition, reasons, warnings: [openWarning(ranked)] }
}

/** True when nothing that later stages find could be needed. */
export function isDecided(line: LineFacts, candidates: readonly Candidate[]): boolean {
  const { disposition } = decideLine(
    { ...line, flags: line.flags.filter((flag) => !QUANTITY_OPEN.includes(flag)) },
    candidates,
  )
  return disposition === 'auto' || line.exclusion !== null
}

/**
 * One entry a product with its surest evidence, best first, equally sure ones in the order in which they came. A
 * proposal that is contradicted by its own values is none.
 */
function rank(line: LineFacts, candidates: readonly Candidate[]): Ranked[] {
  const standing = candidates.filter(({ evidence, vetoes }) => vetoes.length === 0 || !isGuess(evidence))
  const equals = new Set(standing.filter(({ evidence }) => evidence === 'parametric').map(({ productId }) => productId))
    .size
  const cost = COST_OF_FLAG * (line.doubts + line.flags.filter((flag) => LESS_SURE.includes(flag)).length)
  const best = new Map<number, Ranked>()
  for (const candidate of standing) {
    const ranked = { ...candidate, hundredths: sureness(candidate, equals) - cost, equals }
    const known = best.get(candidate.productId)
    if (!known || isSurer(ranked, known)) best.set(candidate.productId, ranked)
  }
  return [...best.values()]
    .filter(({ hundredths }) => hundredths >= LEAST_SUGGESTED)
    .sort((a, b) => b.hundredths - a.hundredths)
}

/** Of two pieces of evidence for one product; equally sure ones in the order of the stages. */
function isSurer(one: Ranked, other: Ranked): boolean {
  if (one.hundredths !== other.hundredths) return one.hundredths > other.hundredths
  if (one.evidence !== other.evidence) return ORDER.indexOf(one.evidence) < ORDER.indexOf(other.evidence)
  return one.vetoes.length + one.downgrades.length < other.vetoes.length + other.downgrades.length
}

/** Values and words propose what fits them; where something contradicts, there was no reason to propose it. */
function isGuess(evidence: Evidence): boolean {
  return GUESSES.has(evidence)
}

function sureness({ evidence, score, vetoes }: Candidate, equals: number): number {
  const { hundredths } = EVIDENCE[evidence]
  const own = evidence === 'parametric' && equals > 1 ? EQUIVALENT_HUNDREDTHS : hundredths
  const scored = score === undefined ? own : Math.min(own, Math.round(score * 100))
  const isHeld = vetoes.length > 0 && evidence !== 'own_memory'
  return isHeld ? Math.round(scored * SHARE_LEFT_BY_VETO) : scored
}

/** Why the best product is not simply bought; empty = it is. */
function objectionsTo(line: LineFacts, ranked: readonly Ranked[]): string[] {
  const [best, second] = ranked
  if (!best) return []
  const isNear = second !== undefined && best.hundredths - second.hundredths < MARGIN
  return [
    ...(best.evidence === 'own_memory' ? [] : best.vetoes),
    ...best.downgrades,
    ...line.objections,
    ...(isNear ? [nearSentence(ranked)] : []),
    ...(EVIDENCE[best.evidence].mayAutoAdd || isNear || best.downgrades.length > 0 ? [] : [proposalSentence(best)]),
    ...(isQuantityOpen(line) ? ['the quantity is not known'] : []),
  ]
}

/** What is proposed fits, and a number of the line names something else: whoever chooses must know. */
function contradictedNumbers([best, ...others]: readonly Ranked[]): string[] {
  if (!best || best.vetoes.length > 0) return []
  return others.flatMap(({ vetoes }) => vetoes.map((veto) => `a number of the line names another product: ${veto}`))
}

function proposalSentence({ evidence }: Ranked): string {
  return ONLY_PROPOSES[EVIDENCE[evidence].stage] ?? PROPOSES
}

function nearSentence(ranked: readonly Ranked[]): string {
  const best = ranked[0]?.hundredths ?? 0
  const near = ranked.filter(({ hundredths }) => best - hundredths < MARGIN).length
  return `${NUMBER_WORDS[near] ?? String(near)} products fit about equally well`
}

function nothingFits(line: LineFacts): Decision {
  const isOpen = isQuantityOpen(line)
  return {
    ...NOTHING,
    status: 'unmapped',
    disposition: isOpen ? 'quantity_unknown' : 'none',
    reasons: [...line.objections, 'no product of the shop fits well enough'].slice(0, MOST_REASONS),
    warnings: ['No product of the shop was found for this line.'],
  }
}

function openWarning(ranked: readonly Ranked[]): string {
  return ranked.length === 1 ? 'Please confirm the proposed product.' : 'Please choose one of the proposed products.'
}

function toMatch({ productId, evidence, hundredths, ...candidate }: Ranked): LineMatch {
  const { stage, matchType } = EVIDENCE[evidence]
  const others = evidence === 'parametric' && candidate.equals > 1 ? [othersSentence(candidate.equals - 1)] : []
  const reasons = [...candidate.vetoes, ...candidate.downgrades, ...candidate.reasons, ...others].slice(0, MOST_REASONS)
  return { productId, confidence: hundredths / 100, matchType, stage, reasons }
}

function othersSentence(count: number): string {
  return count === 1
    ? 'one other product fits equally'
    : `${NUMBER_WORDS[count] ?? String(count)} other products fit equally`
}

function isQuantityOpen(line: LineFacts): boolean {
  return line.flags.some((flag) => QUANTITY_OPEN.includes(flag))
}

const ORDER = Object.keys(EVIDENCE) as Evidence[]
const GUESSES: ReadonlySet<Evidence> = new Set<Evidence>(['parametric', 'open_case', 'text', 'known_name'])

const NOTHING: Decision = {
  status: 'unmapped',
  disposition: 'none',
  stage: null,
  confidence: null,
  reasons: [],
  warnings: [],
  matches: [],
  productId: null,
}

const EXCLUDED: Readonly<Record<LineExclusion, string>> = {
  not_fitted: 'the list says that it is not fitted',
  not_for_sale: 'it is nothing that is bought as a part',
  print_job: 'it is to be printed: upload its model for a quote',
  not_needed: 'the quantity is 0',
}
const NUMBER_WORDS: readonly string[] = ['no', 'one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine']
const PROPOSES = 'this evidence proposes and never decides'
const ONLY_PROPOSES: Partial<Record<LineMatch['stage'], string>> = {
  parametric: 'equal values propose a product, they do not prove it',
  packaging: 'an alternate proposes a product, it does not decide',
  text: 'similar words propose a product, they do not prove it',
  mpn: 'the part number is too short to decide without its maker',
}

/** What of a line decides besides its candidates. */
export interface LineFacts {
  readonly exclusion: LineExclusion | null
  readonly flags: readonly LineFlag[]
  /** how many things about the line are taken on trust: a maker named as supplier, an assumed value */
  readonly doubts: number
  /** sentences about the line itself with which nothing is bought unasked: shifted cells, a contested number */
  readonly objections: readonly string[]
}

/** A product and the one piece of evidence that speaks for it; a product may stand there several times. */
export interface Candidate {
  readonly productId: number
  readonly evidence: Evidence
  /** 0 to 1, of text alone */
  readonly score?: number
  /** sentences: what speaks for it */
  readonly reasons: readonly string[]
  /** sentences: values of the line that contradict the product */
  readonly vetoes: readonly string[]
  /** sentences: another maker, a product that replaces the one meant */
  readonly downgrades: readonly string[]
}

export type Decision = Omit<LineDecision, 'bomItemId' | 'lineKey' | 'cls'>

interface Ranked extends Candidate {
  readonly hundredths: number
  /** products that fit all stated values, this one among them */
  readonly equals: number
}
