/** Maker's name in normal form → key of the maker; kept in the table `manufacturer_aliases`. */
export type ManufacturerAliases = ReadonlyMap<string, string>

const MAX_LENGTH = 120
const MOST_WORDS = 4
const LEGAL_FORM =
  /(?:^| )(?:inc|incorporated|ltd|limited|llc|co|corp|corporation|company|gmbh|ag|kg|sa|bv|nv|plc|spa|srl|pte|pvt|international|intl)$/
const TRADE_WORD =
  /(?:^| )(?:usa|america|north|europe|asia|of|the|technology|technologies|tech|semiconductors?|semicon|semi|(?:micro)?electronics?|elec|components?|manufacturing|mfg|industries|industrial|industry|group|sales|products?|connectors?|brand)$/

/** The key of a maker that the table knows under this name; undefined = unknown, which contradicts nobody. */
export function manufacturerKey(name: string, aliases: ManufacturerAliases): string | undefined {
  for (const written of writings(name)) {
    const found = lookUp(makerName(written), aliases)
    if (found !== undefined) return found
  }
  return undefined
}

/** A maker's name as the table has it: lower case, words apart by one blank, no punctuation. */
export function makerName(name: string): string {
  const plain = name.normalize('NFKD').replace(/\p{M}/gu, '').normalize('NFKC').toLowerCase()
  return plain.replace(/[^\p{L}\p{N}&+]+/gu, ' ').trim()
}

/**
 * "Samsung CL31A226KPHNNNE" in one cell: the maker of the first words and the rest, when the table knows the maker and
 * one word with a digit is left.
 */
export function splitMaker(text: string, aliases: ManufacturerAliases): { maker: string; rest: string } | undefined {
  const words = text.trim().slice(0, MAX_LENGTH).split(/\s+/)
  const rest = words.at(-1) ?? ''
  if (words.length < 2 || words.length > MOST_WORDS || !/\d/.test(rest)) return undefined
  const maker = manufacturerKey(words.slice(0, -1).join(' '), aliases)
  return maker === undefined ? undefined : { maker, rest }
}

/** The whole name, then what stands outside and inside of brackets ("Nexperia(安世)"), then the halves of "A/B". */
function writings(name: string): string[] {
  const cut = name.normalize('NFKC').slice(0, MAX_LENGTH)
  const outside = cut.replace(/\([^()]*\)?/g, ' ')
  const inside = Array.from(cut.matchAll(/\(([^()]*)\)?/g), (match) => match[1] ?? '')
  return [cut, outside, ...inside, ...outside.split(/[/,]/)].filter((text) => text.trim() !== '')
}

/** As it stands, then without its legal form, then without trade words at the end, one after the other. */
function lookUp(name: string, aliases: ManufacturerAliases): string | undefined {
  let left = name
  while (left !== '') {
    const found = aliases.get(left)
    if (found !== undefined) return found
    const shorter = left.replace(LEGAL_FORM, '').trim()
    const next = shorter === left ? left.replace(TRADE_WORD, '').trim() : shorter
    if (next === left) return undefined
    left = next
  }
  return undefined
}
