import type { BomLine } from './bom-line.js'
import { PART_CLASS } from './part-class.js'
import { skuKey, type LineIdentifier } from './part-identity.js'
import type { PartValues } from './part-values.js'
import { gtinKey } from './shop-number.js'

/**
 * What a confirmed choice is remembered under, as text: the first of own article number or GTIN, maker and part number,
 * a shop's number, class with typed values, and the words of the line in alphabetical order (bom.md 11). The hash of it
 * is the `line_key`. Two lines that mean the same part in the same words share it, however they are written.
 */
export function lineKeyText(line: BomLine, read: ReadLine): string {
  return ownRung(line) ?? numberRung(read) ?? shopRung(read) ?? valuesRung(read) ?? `words ${wordsOf(read)}`
}

function ownRung({ identity: { ownSku, gtin } }: BomLine): string | undefined {
  if (ownSku !== null) return `sku ${skuKey(ownSku)}`
  const key = gtin === null ? undefined : gtinKey(gtin)
  return key === undefined ? undefined : `gtin ${key}`
}

function numberRung({ identifiers }: ReadLine): string | undefined {
  const number = identifiers.find(({ kind, isAlternate }) => kind === 'mpn' && !isAlternate)
  return number && `mpn ${number.manufacturerKey ?? ''} ${number.key}`
}

function shopRung({ identifiers }: ReadLine): string | undefined {
  const number = identifiers.find(({ kind, isAlternate }) => !isAlternate && !OTHER_RUNGS.has(kind))
  return number && `${number.kind} ${number.key}`
}

function valuesRung({ values }: ReadLine): string | undefined {
  const stated = values.values.filter(({ isAssumed }) => isAssumed !== true)
  if (values.cls === undefined || stated.length === 0) return undefined
  const pairs = new Set(stated.map(({ name, value }) => `${name}=${value}`))
  return `values ${PART_CLASS[values.cls]} ${[...pairs].sort().join(' ')}`
}

function wordsOf({ tokens }: ReadLine): string {
  return [...new Set(tokens)].sort().join(' ')
}

const OTHER_RUNGS: ReadonlySet<string> = new Set(['own_sku', 'gtin', 'makrcave_part', 'mpn', 'mpn_folded', 'alias'])

/** A line after its numbers, values and words were read. */
export interface ReadLine {
  readonly identifiers: readonly LineIdentifier[]
  readonly values: PartValues
  readonly tokens: readonly string[]
}
