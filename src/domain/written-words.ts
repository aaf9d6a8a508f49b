import type { PartText, PartValue, WordName } from './part-values.js'

/** The first of these words that stands in a text, fields in order of trust, as a value of this name. */
export function firstWord(text: PartText, name: WordName, rules: readonly WordRule[]): PartValue[] {
  for (const { field, text: given } of text.fields) {
    const found = rules.flatMap(({ word, pattern }) => {
      const match = pattern.exec(given)
      return match === null ? [] : [{ word, start: match.index, end: match.index + match[0].length }]
    })
    const [first] = found.sort((one, other) => one.start - other.start)
    if (first !== undefined) return [{ name, value: first.word, span: { field, start: first.start, end: first.end } }]
  }
  return []
}

/** One canonical word and how it is written; the pattern is not global and linear. */
export interface WordRule {
  readonly word: string
  readonly pattern: RegExp
}
