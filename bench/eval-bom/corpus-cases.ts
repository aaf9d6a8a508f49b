import type { BomLine } from '../../src/domain/bom-line.js'
import { decodePartNumber } from '../../src/domain/part-number-schemes.js'
import { partParams } from '../../src/domain/part-params.js'
import { partTextOf, partTextOfProduct } from '../../src/domain/part-text.js'
import type { PartValues } from '../../src/domain/part-values.js'
import { contradictions } from '../../src/domain/part-veto.js'
import { readPartValues } from '../../src/domain/read-part-values.js'
import { areInterchangeable, isStocked, numbersOf, type StockPart } from './corpus-shelf.js'
import type { CorpusLine } from './corpus.js'
import type { Truth } from './score.js'

/** What is asked of a line of the corpus, and what it means. */
export interface CorpusCase {
  readonly asked: BomLine
  readonly said: string
  readonly truth: Truth
  /** the shop knows the number that is left on the line */
  readonly isKnown: boolean
}

/** Codes of distributors that the file itself has wrong (bom.md 18). */
const KNOWN_WRONG = new Set(['C25803', 'C25768'])

/** Writes the cases of one repository against the shelf that the other files fill. */
export class CaseWriter {
  private readonly stock: readonly StockPart[]
  private readonly values: ReadonlyMap<StockPart, PartValues>
  private readonly leftOut: string

  constructor(parts: readonly StockPart[], leftOut: string) {
    this.stock = parts.filter((part) => isStocked(part, leftOut))
    this.leftOut = leftOut
    this.values = new Map(this.stock.map((part) => [part, valuesOf(part)]))
  }

  /**
   * E1: one number is hidden and says what the other one means; without a second one, the values beside it do. Of
   * alternates nobody knows whose number is whose.
   */
  named(one: CorpusLine): CorpusCase[] {
    const shopNumbers = one.shopNumbers.filter(({ raw }) => !KNOWN_WRONG.has(raw))
    const isUnclear = shopNumbers.length < one.shopNumbers.length || one.line.alternates.length > 0
    if (one.mpn === undefined || isUnclear) return []
    const byMpn = this.byMpn(one.mpn.key)
    const byShop = this.stock.filter((part) => this.carries(part, shopNumbers))
    const withoutShops = { ...withoutNumbers(one.line), partNumber: one.line.identity.partNumber }
    const withoutMpn = { ...withoutNumbers(one.line), shopNumbers: one.line.identity.shopNumbers }
    const isProved = byShop.length > 0 || agreesWithNumber(one)
    return [
      ...(isProved
        ? [this.case(one, withoutShops, { exact: byShop.length > 0 ? byShop : byMpn, isKnown: byMpn.length > 0 })]
        : []),
      ...(shopNumbers.length > 0 ? [this.case(one, withoutMpn, { exact: byMpn, isKnown: byShop.length > 0 })] : []),
    ].filter(({ truth }) => truth.exact.size > 0)
  }

  /** E2: all numbers are hidden. Lines whose words hold the number are none. */
  hidden(one: CorpusLine): CorpusCase[] {
    const exact = one.mpn === undefined ? [] : this.byMpn(one.mpn.key)
    if (exact.length === 0 || one.mpn === undefined) return []
    const written = this.case(one, withoutNumbers(one.line), { exact, isKnown: false })
    const { name, text } = written.asked
    const words = [name, text.value, text.package, text.description]
      .join(' ')
      .toUpperCase()
      .replace(/[^A-Z0-9]/g, '')
    return words.includes(one.mpn.key) ? [] : [written]
  }

  private case(
    one: CorpusLine,
    identity: Partial<BomLine['identity']>,
    meant: { exact: StockPart[]; isKnown: boolean },
  ): CorpusCase {
    const asked = askedLine(one, identity)
    const lineValues = readPartValues(partTextOf(asked))
    const equivalent = this.stock.filter((part) => meant.exact.some((exact) => this.isAsGood(part, exact, lineValues)))
    const exact = new Set(meant.exact.map(({ sku }) => sku))
    const truth = { exact, equivalent: new Set(equivalent.map(({ sku }) => sku).filter((sku) => !exact.has(sku))) }
    const said = [
      one.file,
      asked.designators[0],
      asked.name,
      asked.text.value,
      asked.text.package,
      identity.partNumber?.mpn,
    ]
    return { asked, truth, isKnown: meant.isKnown, said: [...new Set(said)].filter(Boolean).join(' | ') }
  }

  /** Its equal by a catalogue, or by class, main value and case, with nothing that the line says against it. */
  private isAsGood(part: StockPart, exact: StockPart, asked: PartValues): boolean {
    if (areInterchangeable(part, exact)) return true
    const [offered, wanted] = [this.values.get(part), this.values.get(exact)]
    return (
      offered !== undefined &&
      wanted !== undefined &&
      haveOneMainValue(offered, wanted) &&
      contradictions(asked, offered).length === 0
    )
  }

  private byMpn(key: string): StockPart[] {
    return this.stock.filter(({ sku }) => sku === `EVAL-${key}`)
  }

  private carries(part: StockPart, numbers: CorpusLine['shopNumbers']): boolean {
    return numbersOf(part, this.leftOut).some((known) =>
      numbers.some(({ kind, key }) => known.kind === kind && known.key === key),
    )
  }
}

/** What a part is by its number where that can be decoded, else by what is written about it. */
function valuesOf({ mpn, name, category, specifications }: StockPart): PartValues {
  const decoded = decodePartNumber(mpn)
  if (decoded === undefined) return readPartValues(partTextOfProduct({ name, category, specifications }))
  const span = { field: 'mpn', start: 0, end: 0 }
  return { cls: decoded.cls, values: decoded.values.map((value) => ({ ...value, span })) }
}

/** One class, and its main value and case are equal and known. */
function haveOneMainValue(one: PartValues, other: PartValues): boolean {
  const [mine, wanted] = [partParams(one), partParams(other)]
  if (!mine || !wanted || one.cls !== other.cls || mine.n1 === null || mine.t1 === null) return false
  return mine.n1 === wanted.n1 && mine.t1 === wanted.t1
}

/** The number decodes to values that also stand beside it. */
function agreesWithNumber({ line, mpn }: CorpusLine): boolean {
  const decoded = mpn && decodePartNumber(mpn.raw)
  const stated = readPartValues(partTextOf(line))
  if (decoded?.cls !== stated.cls) return false
  const main = partParams(stated)?.n1
  return decoded !== undefined && decoded.values.some(({ value }) => value === main)
}

function withoutNumbers({ identity }: BomLine): BomLine['identity'] {
  return {
    ...identity,
    ownSku: null,
    productId: null,
    gtin: null,
    cavePart: null,
    partNumber: null,
    shopNumbers: [],
    links: [],
  }
}

/** The line as if the hidden columns were not there: nothing is called by a number that is hidden. */
function askedLine({ line, mpn }: CorpusLine, identity: Partial<BomLine['identity']>): BomLine {
  const { value, description, package: footprint } = line.text
  const isCalledByNumber = identity.partNumber === null && mpn !== undefined && line.name.includes(mpn.raw)
  const name = isCalledByNumber ? (value ?? description ?? footprint ?? '') : line.name
  return {
    ...line,
    name,
    identity: { ...line.identity, ...identity },
    alternates: [],
    text: { ...line.text, notes: null },
  }
}
