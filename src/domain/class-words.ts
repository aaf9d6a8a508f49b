import type { PartClass } from './part-class.js'
import type { PartFamily } from './part-families.js'

const MOST_WORDS_IN_A_PHRASE = 3

/**
 * The classes that a text names, each once, in order of appearance. Longer phrases win over the words in them, so that
 * a `pin header` is no pin; a plural in `s` is the word itself.
 */
export function classesInWords(text: string, families: readonly PartFamily[]): PartClass[] {
  const words = text.toLowerCase().match(/\p{L}+/gu) ?? []
  const found = new Set<PartClass>()
  for (let at = 0; at < words.length;) {
    const { cls, length } = phraseAt(words, at, families)
    if (cls !== undefined) found.add(cls)
    at += length
  }
  return [...found]
}

function phraseAt(words: readonly string[], at: number, families: readonly PartFamily[]): Phrase {
  for (let length = Math.min(MOST_WORDS_IN_A_PHRASE, words.length - at); length > 0; length--) {
    const phrase = words.slice(at, at + length).join(' ')
    const cls = classOf(phrase, families) ?? classOf(singular(phrase), families)
    if (cls !== undefined) return { cls, length }
  }
  return { cls: undefined, length: 1 }
}

function singular(phrase: string): string {
  return phrase.replace(/s$/, '')
}

function classOf(phrase: string, families: readonly PartFamily[]): PartClass | undefined {
  for (const { words } of families) {
    if (Object.hasOwn(words, phrase)) return words[phrase]
  }
  return undefined
}

interface Phrase {
  readonly cls: PartClass | undefined
  readonly length: number
}
