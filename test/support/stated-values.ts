import type { PartText } from '../../src/domain/part-values.js'
import { readPartValues } from '../../src/domain/read-part-values.js'

/** A line whose cells are these texts. */
export function line(...texts: string[]): PartText {
  return { fields: texts.map((text, at) => ({ field: `text${at}`, text })) }
}

/** What a text is read as: each value once under its name, open ones as a list, an assumed one as a list of one. */
export function stated(text: PartText): Record<string, unknown> {
  const { cls, values } = readPartValues(text)
  const result: Record<string, unknown> = { cls }
  for (const { name, value, isAssumed } of values) {
    const shown = isAssumed ? [value] : value
    result[name] = name in result ? [result[name], shown].flat() : shown
  }
  return result
}
