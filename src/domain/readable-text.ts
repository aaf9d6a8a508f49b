import { thingNamed, type Thing } from './mechanical-nouns.js'
import { writtenThreads, type WrittenThread } from './metric-threads.js'
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
  /** of `thingNamed` */
  readonly thing: Thing | undefined
  /** of `writtenThreads` */
  readonly threads: readonly WrittenThread[]
}

export function readableText(given: PartText): ReadableText {
  const text = { ...given, fields: given.fields.map(({ field, text: raw }) => ({ field, text: foldText(raw) })) }
  let numbers: readonly WrittenNumber[] | undefined
  let packages: readonly PartValue[] | undefined
  let thing: { readonly is: Thing | undefined } | undefined
  let threads: readonly WrittenThread[] | undefined
  return {
    ...text,
    get thing() {
      return (thing ??= { is: thingNamed(text) }).is
    },
    get threads() {
      return (threads ??= writtenThreads(text))
    },
    get numbers() {
      return (numbers ??= writtenNumbers(text))
    },
    get packages() {
      return (packages ??= packageValues(text))
    },
  }
}
