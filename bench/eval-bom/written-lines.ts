import { sequence } from '../../test/support/sequence.js'
import { offShelfPart, strangeNumber } from './off-shelf.js'
import { fill, type Cells, type Filled } from './fill-template.js'
import type { Truth } from './score.js'
import { serves, type Part, type States } from './written-parts.js'
import { OPEN_TEMPLATES, TEMPLATES, type Template } from './written-templates.js'
import { readBack } from './written-lists.js'

type Kind = 'plain' | 'out of catalogue' | 'contradiction' | 'ambiguous'

/** One written line with what it means. */
export interface WrittenLine {
  readonly kind: Kind
  readonly cells: Cells
  /** names a product by a number, also where the value is one */
  readonly isNumbered: boolean
  readonly truth: Truth
  /** SKU that its number stands for: what has to be vetoed on a contradiction */
  readonly numbered: string | null
}

/** Tenths and hundredths of bom.md 18: 55 % plain, 20 % out of catalogue, 15 % contradictions, 10 % ambiguous. */
const SHARES: readonly (readonly [below: number, kind: Kind])[] = [
  ...([
    [20, 'out of catalogue'],
    [35, 'contradiction'],
    [45, 'ambiguous'],
    [100, 'plain'],
  ] as const),
]
/** With all contradictions and half of what is out of catalogue, half of all lines have a number. */
const NUMBERED_OF_PLAIN = 45
const ATTEMPTS = 500

/** Writes lines about the parts of a shelf: the same ones for the same seed. */
export function writeLines(
  shelf: readonly Part[],
  count: number,
  seed: number,
): ReturnType<typeof readBack<WrittenLine>> {
  const writer = new Writer(shelf, sequence(seed))
  return readBack(Array.from({ length: count }, () => writer.next()))
}

class Writer {
  private places = 0
  private readonly shelf: readonly Part[]
  private readonly pick: (below: number) => number

  constructor(shelf: readonly Part[], pick: (below: number) => number) {
    this.shelf = shelf
    this.pick = pick
  }

  next(): WrittenLine {
    const roll = this.pick(100)
    const kind = SHARES.find(([below]) => roll < below)?.[1] ?? 'plain'
    for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
      const line = this.write(kind)
      if (line !== undefined) return line
    }
    throw new Error(`no line that is ${kind} can be written`)
  }

  private write(kind: Kind): WrittenLine | undefined {
    const template = this.one(kind === 'ambiguous' ? OPEN_TEMPLATES : TEMPLATES)
    if (!template) return undefined
    const isOff = kind === 'out of catalogue' && this.pick(3) > 0
    const part = isOff ? offShelfPart(template.cls, this.pick) : this.partFor(template)
    const written = part && fill(template, part)
    if (!written) return undefined
    return isOff ? this.offShelf(part, written) : this.aboutShelf(kind, part, written)
  }

  private aboutShelf(kind: Kind, part: Part, written: Filled): WrittenLine | undefined {
    if (kind === 'plain') return this.plain(part, written)
    if (kind === 'ambiguous') return this.ambiguous(part, written)
    return kind === 'contradiction' ? this.contradiction(part, written) : this.strange(part, written)
  }

  private plain(part: Part, written: Filled): WrittenLine {
    const isNumbered = this.pick(100) < NUMBERED_OF_PLAIN
    const cells = this.finish(written, isNumbered ? this.numberCells(part) : {})
    const isNamed = isNumbered || written.says.part_name !== undefined
    return {
      ...line('plain', cells, isNamed),
      truth: this.truth([part.sku ?? ''], part.cls, isNumbered ? part.states : written.says),
    }
  }

  /** Several products do what is said, and none is meant more than the others. */
  private ambiguous(part: Part, written: Filled): WrittenLine | undefined {
    const truth = this.truth([], part.cls, written.says)
    return truth.equivalent.size < 2 ? undefined : { ...line('ambiguous', this.finish(written, {}), false), truth }
  }

  /** The number of one part beside the values of another that it cannot stand in for. */
  private contradiction(part: Part, written: Filled): WrittenLine | undefined {
    const other = this.one(this.shelf.filter(({ cls, mpn }) => cls === part.cls && mpn !== undefined))
    if (other?.sku === undefined || serves(other, part.cls, written.says)) return undefined
    const cells = this.finish(written, this.numberCells(other))
    return { ...line('contradiction', cells, true), truth: NOTHING, numbered: other.sku }
  }

  /** Something that the shop does not have: whatever is shown for it is noise. */
  private offShelf(part: Part, written: Filled): WrittenLine | undefined {
    const truth = this.truth([], part.cls, written.says)
    if (truth.equivalent.size > 0) return undefined
    const isNumbered = this.pick(2) === 0
    const cells = this.finish(written, isNumbered ? this.numberCells(part) : {})
    return { ...line('out of catalogue', cells, isNumbered || written.says.part_name !== undefined), truth }
  }

  /** A number that the shop does not have, beside values that it does. */
  private strange(part: Part, written: Filled): WrittenLine | undefined {
    if (written.says.part_name !== undefined) return undefined
    const cells = this.finish(written, { mpn: strangeNumber(this.pick) })
    return { ...line('out of catalogue', cells, true), truth: this.truth([], part.cls, written.says) }
  }

  private truth(exact: readonly string[], cls: Part['cls'], says: States): Truth {
    const serving = this.shelf.filter((part) => serves(part, cls, says)).map(({ sku = '' }) => sku)
    return { exact: new Set(exact), equivalent: new Set(serving.filter((sku) => !exact.includes(sku))) }
  }

  private numberCells({ mpn, maker, sku }: Part): Cells {
    if (mpn === undefined) return { sku: sku ?? '' }
    const style = this.pick(maker === undefined ? 2 : 5)
    if (style === 0) return { mpn }
    if (style === 1) return { mpn: mpn.toLowerCase() }
    if (style === 2) return { mpn: `${maker ?? ''} ${mpn}` }
    return { mpn, maker: maker ?? '' }
  }

  private finish({ cells, places }: Filled, number: Cells): Cells {
    const quantity = 2 + this.pick(11)
    const designators =
      places === undefined ? undefined : Array.from({ length: quantity }, () => `${places}${(this.places += 1)}`)
    return { ...cells, ...number, quantity: String(quantity), ...(designators && { places: designators.join(', ') }) }
  }

  private partFor({ cls }: Template): Part | undefined {
    return this.one(this.shelf.filter((part) => part.cls === cls))
  }

  private one<T>(things: readonly T[]): T | undefined {
    return things[this.pick(things.length)]
  }
}

function line(kind: Kind, cells: Cells, isNumbered: boolean): Omit<WrittenLine, 'truth'> {
  return { kind, cells, isNumbered, numbered: null }
}

const NOTHING: Truth = { exact: new Set(), equivalent: new Set() }
