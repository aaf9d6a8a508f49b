import type { PartClass } from './part-class.js'
import type { NumberName, PartText, PartValue } from './part-values.js'
import { firstStated, writtenLengths, writtenSizes } from './written-sizes.js'

/** A kind of thing with the names under which it is asked for: lower case, singular. */
export interface NamedKind {
  readonly kind: string
  readonly names: readonly string[]
  /** what a length beside it measures; none when absent */
  readonly size?: NumberName
}

/** The names, as a family gives them to the search for classes in words: at most three words are looked at there. */
export function wordsOf(kinds: readonly NamedKind[], cls: PartClass): Record<string, PartClass> {
  return Object.fromEntries(kinds.flatMap(({ names }) => names.map((name) => [name, cls] as const)))
}

/**
 * The kind that a text is about: the longest name in the first field that has one. Nothing when what it names is only
 * made for one (`soldering iron tip`, `case for multimeter`).
 */
export function kindNamed({ fields }: PartText, kinds: readonly NamedKind[]): FoundKind | undefined {
  for (const { field, text } of fields) {
    const folded = text.toLowerCase()
    const found = kinds
      .flatMap((one) => one.names.map((name) => ({ one, name, start: startOf(folded, name) })))
      .filter(({ start }) => start >= 0)
      .sort((one, other) => other.name.length - one.name.length)[0]
    if (found === undefined) continue
    const { one, name, start } = found
    if (isMadeFor(folded, start, start + name.length)) return undefined
    const value: PartValue = { name: 'kind', value: one.kind, span: { field, start, end: start + name.length } }
    return { value, size: one.size }
  }
  return undefined
}

/** The size of a thing whose kind has one, when one length alone is written. */
export function sizeOf(text: PartText, { size }: FoundKind): PartValue[] {
  if (size === undefined || writtenSizes(text).length > 0) return []
  const values = firstStated(writtenLengths(text).map(({ value, span }) => ({ name: size, value, span })))
  return values.length === 1 ? values : []
}

/** Where a name stands as words of its own, plural or not; -1 when nowhere. */
function startOf(text: string, name: string): number {
  const start = text.indexOf(name)
  const isWord = !LETTER.test(text[start - 1] ?? '') && /^(?:e?s)?(?!\p{L})/u.test(text.slice(start + name.length))
  return isWord ? start : -1
}

function isMadeFor(text: string, start: number, end: number): boolean {
  return FOR.test(text.slice(Math.max(0, start - 32), start)) || ACCESSORY.test(text.slice(end, end + 40))
}

const LETTER = /\p{L}/u
const FOR = /\b(?:for|f[üu]r|fits) [^,;]{0,24}$/
const ACCESSORY =
  /^s?[ -](?:tips?|stand|holder|bits?|blades?|case|probes?|leads?|box|mount|handle|mask|jumper|bridge|pads?|cup|lug|sleeve|joint|dispenser|nozzles?)\b/

export interface FoundKind {
  readonly value: PartValue
  readonly size: NumberName | undefined
}
