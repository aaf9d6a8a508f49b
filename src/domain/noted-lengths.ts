import type { NumberName, PartValue } from './part-values.js'
import { isNoted, type LengthNote, type WrittenLength } from './written-sizes.js'

/**
 * Lengths under the names that stand beside them. Between two names (`bore 5mm belt 6mm`, `8mm bore 9mm wide`) a length has
 * the one on the side on which other lengths of its field have theirs, and none when nothing tells the side.
 */
export function notedLengths(lengths: readonly WrittenLength[], notes: readonly NamedNote[]): PartValue[] {
  return lengths.flatMap((length) => {
    const name = nameOf(length, notes) ?? nameOn(sideIn(length.span.field, lengths, notes), length, notes)
    return name === undefined ? [] : [{ name, value: length.value, span: length.span }]
  })
}

/** The name, when only one note fits. */
function nameOf(length: WrittenLength, notes: readonly NamedNote[]): NumberName | undefined {
  const fitting = notes.filter(({ note }) => isNoted(length, note))
  return fitting.length === 1 ? fitting[0]?.name : undefined
}

function nameOn(side: Side | undefined, length: WrittenLength, notes: readonly NamedNote[]): NumberName | undefined {
  return side && notes.find(({ note }) => note[side].test(length[side]))?.name
}

function sideIn(field: string, lengths: readonly WrittenLength[], notes: readonly NamedNote[]): Side | undefined {
  for (const length of lengths.filter(({ span }) => span.field === field)) {
    const [only, ...others] = notes.filter(({ note }) => isNoted(length, note))
    if (only !== undefined && others.length === 0) return only.note.before.test(length.before) ? 'before' : 'after'
  }
  return undefined
}

type Side = 'before' | 'after'

export interface NamedNote {
  readonly name: NumberName
  readonly note: LengthNote
}
