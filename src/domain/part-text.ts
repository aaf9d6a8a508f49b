import type { BomLine } from './bom-line.js'
import type { PartText } from './part-values.js'

/** Characters of one text that the grammar looks at. */
const LONGEST = 2_000

type Field = PartText['fields'][number]

/** What a line says, in order of trust: what was written into a named place first, remarks never. */
export function partTextOf({ name, text, designators }: BomLine): PartText {
  const fields = [
    ...specificationFields(text.specifications),
    ...written('value', text.value),
    ...written('name', name === text.value ? null : name),
    ...written('package', text.package),
    ...written('length', text.length),
    ...written('description', text.description),
  ]
  const prefix = sharedPrefix(designators)
  return {
    fields,
    ...(prefix !== undefined && { designatorPrefix: prefix }),
    ...(text.category !== null && { category: text.category }),
    ...(text.section !== null && { section: text.section }),
  }
}

/** What a product says; values that are no texts or numbers (lists, objects) are none of the grammar's business. */
export function partTextOfProduct(product: ProductText): PartText {
  return {
    fields: [
      ...specificationFields(product.specifications ?? {}),
      ...specificationFields(product.attributes ?? {}),
      ...written('name', product.name),
      ...written('short_description', product.shortDescription),
      ...written('description', product.description),
    ],
    ...(typeof product.category === 'string' && { category: product.category }),
  }
}

/**
 * A text as family readers see it, character for character as long as the original, so that spans stay true: one micro
 * sign, one omega, plain blanks, hyphens and quotes, full-width forms as plain ones.
 */
export function foldText(text: string): string {
  const cut = text.slice(0, LONGEST)
  return PLAIN.test(cut) ? cut : cut.replace(/[^\x20-\x7E]/gu, foldCharacter)
}

function foldCharacter(character: string): string {
  const known = FOLDED[character]
  if (known !== undefined) return known
  const plain = character.normalize('NFKC')
  return plain.length === character.length ? plain : character
}

const PLAIN = /^[\x20-\x7E]*$/

const FOLDED: Readonly<Record<string, string>> = {
  µ: 'u',
  μ: 'u',
  '\u2126': 'Ω',
  '×': 'x',
  '\u2010': '-',
  '\u2011': '-',
  '\u2012': '-',
  '\u2013': '-',
  '\u2212': '-',
  '\u2018': "'",
  '\u2019': "'",
  '\u2032': "'",
  '\u201C': '"',
  '\u201D': '"',
  '\u2033': '"',
  '\t': ' ',
  '\n': ' ',
  '\r': ' ',
  '\u00A0': ' ',
  '、': ',',
}

/** `specifications.voltage` and so on; the key stays readable for families. */
function specificationFields(specifications: Readonly<Record<string, unknown>>): Field[] {
  return Object.entries(specifications).flatMap(([key, value]) => {
    if (typeof value !== 'string' && typeof value !== 'number') return []
    return written(`specifications.${key.toLowerCase().replace(/[^a-z0-9]+/g, '_')}`, String(value))
  })
}

function written(field: string, text: string | null | undefined): Field[] {
  return typeof text === 'string' && text.trim() !== '' ? [{ field, text }] : []
}

/** The letters in front of the number (`LED3`, `R_GATE`), when all designators agree on them. */
function sharedPrefix(designators: readonly string[]): string | undefined {
  const prefixes = new Set(designators.map((designator) => /^[A-Za-z]{1,8}/.exec(designator)?.[0].toUpperCase()))
  const [only] = prefixes
  return prefixes.size === 1 ? only : undefined
}

export interface ProductText {
  readonly name: string
  readonly shortDescription?: string | null
  readonly description?: string | null
  readonly category?: string | null
  readonly specifications?: Readonly<Record<string, unknown>>
  readonly attributes?: Readonly<Record<string, unknown>>
}
