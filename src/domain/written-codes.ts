import type { PartText, TextSpan } from './part-values.js'

/** The first place where a pattern fits, fields in order of trust; the pattern is not global, and linear. */
export function firstCode({ fields }: PartText, pattern: RegExp): WrittenCode | undefined {
  for (const { field, text } of fields) {
    const match = pattern.exec(text)
    if (match !== null) return { match, span: { field, start: match.index, end: match.index + match[0].length } }
  }
  return undefined
}

export interface WrittenCode {
  readonly match: RegExpExecArray
  readonly span: TextSpan
}
