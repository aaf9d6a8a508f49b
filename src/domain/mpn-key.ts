import { PACKAGING_SUFFIXES } from './packaging-suffixes.js'

const MAX_LENGTH = 64
const MIN_LENGTH = 5
const MIN_DIGITS_ONLY = 6
/** With a maker beside it a short number is one as well: Adafruit 2375, MDD SS34. */
const MIN_WITH_MAKER = 3
/** `9.55E+12`: a spreadsheet took the number for an amount, and its digits are gone. */
const DESTROYED = /^\d(?:\.\d+)?E\+\d+$/

/** A maker's part number as a key: upper case, letters and digits alone; undefined for what cannot be one (bom.md 9). */
export function mpnKey(text: string, manufacturerKey?: string): string | undefined {
  const written = text.normalize('NFKC').toUpperCase().trim()
  const key = written.replace(/[^A-Z0-9]/g, '')
  if (key.length > MAX_LENGTH || !/\d/.test(key) || isDestroyedNumber(written)) return undefined
  if (manufacturerKey !== undefined) return key.length >= MIN_WITH_MAKER ? key : undefined
  return key.length >= (/^\d+$/.test(key) ? MIN_DIGITS_ONLY : MIN_LENGTH) ? key : undefined
}

/** True for a part number that a spreadsheet turned into an amount. */
export function isDestroyedNumber(text: string): boolean {
  return DESTROYED.test(text.trim().toUpperCase())
}

/**
 * The key without the maker's packaging suffix; equal to `mpnKey` where there is none. Without a maker the first suffix
 * that fits decides, and `makers` says whose it is: the key then stands for parts of these makers alone.
 */
export function foldedMpnKey(text: string, manufacturerKey?: string): FoldedMpn | undefined {
  const written = text.normalize('NFKC').toUpperCase().replace(/\s+/g, '').slice(0, MAX_LENGTH)
  const suffix = PACKAGING_SUFFIXES.find(
    ({ makers, pattern }) =>
      (manufacturerKey === undefined || makers.includes(manufacturerKey)) && pattern.test(written),
  )
  const key = mpnKey(suffix ? written.replace(suffix.pattern, '') : written, manufacturerKey)
  if (key === undefined) return undefined
  return { key, makers: suffix && manufacturerKey === undefined ? suffix.makers : [] }
}

/** True for one word that has the look of a part number: letters and digits mixed, long enough, no plain value. */
export function looksLikePartNumber(text: string): boolean {
  const word = text.trim()
  if (word.length > MAX_LENGTH || /\s/.test(word) || PLAIN_VALUE.test(word) || DIMENSIONS.test(word)) return false
  const key = mpnKey(word)
  return key !== undefined && key.length >= MIN_DIGITS_ONLY && /[A-Z]/.test(key)
}

const PLAIN_VALUE = /^[\d.,]+ ?(?:[pnuµmkKMGR]|R\d|k\d)?(?:F|H|Hz|R|Ω|ohms?|V|A|W|mm|g|kg)?(?:[/@,].*)?$/i
const DIMENSIONS = /^(?:M\d+(?:\.\d+)?|\d+(?:\.\d+)?(?:mm)?)(?:x\d.*)?$/i

export interface FoldedMpn {
  readonly key: string
  /** makers that the suffix belongs to; empty when the maker is known or nothing was taken off */
  readonly makers: readonly string[]
}
