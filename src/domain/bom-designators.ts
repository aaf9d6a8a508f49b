import { normalText } from './bom-text.js'

/** Designators that are kept of one row (bom.md 2). */
export const MAX_DESIGNATORS = 2_000

export interface ReadDesignators {
  readonly designators: readonly string[]
  readonly isCut: boolean
}

/** `R12`, `R2.1`, `U4A`: letters and digits, as placed on a board. */
const DESIGNATOR = /^[A-Za-z_+]{1,16}\d{1,6}(?:[A-Za-z]|\.\d{1,4})?$/

/**
 * The places a cell names, in their order and without repeats (bom.md 6): lists, ranges, implied prefixes, glued ones.
 * Words are kept as they are; `REF**` counts each time; texts that name no place give none.
 */
export function readDesignators(cell: string): ReadDesignators {
  const text = normalText(cell)
  if (isPlaceholder(text)) return { designators: [], isCut: false }
  const found: string[] = []
  const seen = new Set<string>()
  for (const token of tokensOf(text.replace(REMARK, ' '))) {
    for (const designator of expand(token)) {
      if (found.length >= MAX_DESIGNATORS) return { designators: found, isCut: true }
      if (seen.has(designator) && !designator.includes('*')) continue
      seen.add(designator)
      found.push(designator)
    }
  }
  return { designators: found, isCut: false }
}

/** `N/A`, `-`, `SW(Row):(Col)`: stands where something could be said, and says nothing. */
export function isPlaceholder(text: string): boolean {
  return PLACEHOLDER.test(text)
}

/** True for a cell of nothing but letters-and-digits places, ranges among them. */
export function isDesignatorList(cell: string): boolean {
  const { designators } = readDesignators(cell)
  return designators.length > 0 && designators.every((one) => DESIGNATOR.test(one))
}

/** The letters that all designators begin with, when they share them: `R`, `C`, `LED`. */
export function designatorPrefix(designators: readonly string[]): string | undefined {
  const prefixes = new Set(designators.map((one) => /^[A-Za-z_]+/.exec(one)?.[0].toUpperCase()))
  return prefixes.size === 1 ? [...prefixes][0] : undefined
}

/** Pieces of a cell. A piece of several words is split only if one of them is a designator: `2 pin housing` is none. */
function tokensOf(text: string): string[] {
  const tokens = joinRanges(text)
    .split(/[,;|\n]/)
    .flatMap((piece) => {
      const words = piece.trim().split(/[\s/\\]+/)
      const isPhrase = /\s/.test(piece.trim()) && !words.some((word) => DESIGNATOR.test(word) || RANGE.test(word))
      return isPhrase ? [] : words
    })
    .filter((token) => /[\p{L}\p{N}]/u.test(token))
  return withPrefixes(tokens)
}

/** `C1 - C4`, `R5 to 10`, `R5->R10` and `D2..5` written in one way. */
function joinRanges(text: string): string {
  return text.replace(
    /(?<![A-Za-z\d])([A-Za-z_]{1,16}\d{1,6})\s?(?:-|->|→|—|\.{2,3}|to|bis)\s?(?=[A-Za-z_]{0,16}\d{1,6}(?![\dA-Za-z]))/g,
    '$1~',
  )
}

/** Bare numbers take the letters before them: `C421,431`, `C17/18/19`. */
function withPrefixes(tokens: readonly string[]): string[] {
  let prefix = ''
  return tokens.map((token) => {
    if (/^\d{1,6}$/.test(token)) return prefix + token
    prefix = DESIGNATOR.test(token) ? (/^[A-Za-z_]+/.exec(token)?.[0] ?? '') : ''
    return token
  })
}

function expand(token: string): string[] {
  const range = RANGE.exec(token)
  if (range) return expandRange(range)
  const glued = GLUED.test(token) ? (token.match(/[A-Za-z]+\d+/g) ?? []) : []
  return glued.length > 1 && designatorPrefix(glued) !== undefined ? glued : [token.replace('~', '-')]
}

function expandRange([token, prefix = '', from = '', toPrefix = '', to = '']: RegExpExecArray): string[] {
  const first = Number(from)
  const last = Number(to)
  const written = token.replace('~', '-')
  if (last <= first || (toPrefix !== '' && toPrefix !== prefix)) return [written]
  const most = Math.min(last, first + MAX_DESIGNATORS)
  return Array.from({ length: most - first + 1 }, (_, step) => `${prefix}${first + step}`)
}

const RANGE = /^([A-Za-z_]{1,16})(\d{1,6})~([A-Za-z_]{0,16})(\d{1,6})$/
const GLUED = /^(?:[A-Za-z]{1,4}\d{1,6}){2,200}$/
const PLACEHOLDER = /^(?:-+|\?+|n\.?\/?a\.?|none|nil|tbd)$|\([A-Za-z]+\)\s?:?\s?\(/i
/** `R1 (optional)`: words in brackets name no place. */
const REMARK = /\([^()\d]{0,200}\)/g
