import { packageValues } from './part-packages.js'
import { foldText } from './part-text.js'
import type { PartText, PartValue } from './part-values.js'
import { writtenNumbers, type WrittenNumber } from './written-numbers.js'

/** A text as the families read it: folded, with what several of them ask for worked out at most once, when asked. */
export interface ReadableText extends PartText {
  /** of `writtenNumbers` */
  readonly numbers: readonly WrittenNumber[]
  /** one package or none, of `packageValues` */
  readonly packages: readonly PartValue[]
}

export function readableText(given: PartText): ReadableText {
  const text = { ...given, fields: given.fields.map(({ field, text: raw }) => ({ field, text: foldText(raw) })) }
  let numbers: readonly WrittenNumber[] | undefined
  let packages: readonly PartValue[] | undefined
  return {
    ...text,
    get numbers() {
      return (numbers ??= writtenNumbers(text))
    },
    get packages() {
      return (packages ??= packageValues(text))
    },
  }
}
