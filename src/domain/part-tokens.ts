import type { PartText } from './part-values.js'

/** More of one text adds noise, not meaning. */
const LONGEST_TEXT = 2_000
const MOST_TOKENS = 200
const LONGEST_TOKEN = 40

/**
 * The distinct words of a part for the last stage of matching: lower case, without accents, letters apart from digits
 * (`M3x8` is `m`, `3`, `x`, `8`), decimals kept whole (`4,7` is `4.7`).
 */
export function partTokens(text: PartText): string[] {
  const tokens = new Set<string>()
  for (const field of text.fields) {
    for (const [token] of plainText(field.text).matchAll(/\d+(?:[.,]\d+)?|\p{L}+/gu)) {
      if (tokens.size === MOST_TOKENS) return [...tokens]
      tokens.add(token.replace(',', '.').slice(0, LONGEST_TOKEN))
    }
  }
  return [...tokens]
}

function plainText(text: string): string {
  return text
    .slice(0, LONGEST_TEXT)
    .normalize('NFKD')
    .replace(/\p{M}+/gu, '')
    .toLowerCase()
}
