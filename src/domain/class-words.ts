import type { PartClass } from './part-class.js'
import type { PartFamily } from './part-families.js'

const MOST_WORDS_IN_A_PHRASE = 3

/** The words of all families in one place; where two name the same word the first family has it. */
export function classVocabulary(families: readonly PartFamily[]): ClassVocabulary {
  const phrases = new Map<string, PartClass>()
  for (const [phrase, cls] of families.flatMap(({ words }) => Object.entries(words))) {
    if (!phrases.has(phrase)) phrases.set(phrase, cls)
  }
  return { phrases, beginnings: new Set([...phrases.keys()].flatMap((phrase) => phrase.split(' ').slice(0, 1))) }
}

/**
 * The classes that a text names, each once, in order of appearance. Longer phrases win over the words in them, so that
 * a `pin header` is no pin; a plural is the word itself. Letters that digits touch (`IC3D`) are none.
 */
export function classesInWords(text: string, vocabulary: ClassVocabulary): PartClass[] {
  const words = text.toLowerCase().match(/(?<![\p{L}\d])\p{L}+(?![\p{L}\d])/gu) ?? []
  const found = new Set<PartClass>()
  for (let at = 0; at < words.length;) {
    const { cls, length } = phraseAt(words, at, vocabulary)
    if (cls !== undefined) found.add(cls)
    at += length
  }
  return [...found]
}

function phraseAt(words: readonly string[], at: number, { phrases, beginnings }: ClassVocabulary): Phrase {
  const first = words[at] ?? ''
  if (!beginnings.has(first) && !beginnings.has(singular(first))) return NONE
  for (let length = Math.min(MOST_WORDS_IN_A_PHRASE, words.length - at); length > 0; length--) {
    const phrase = words.slice(at, at + length).join(' ')
    const cls = phrases.get(phrase) ?? phrases.get(singular(phrase))
    if (cls !== undefined) return { cls, length }
  }
  return NONE
}

function singular(phrase: string): string {
  return phrase.replace(/(?:(?<=sh|ch|x)es|s)$/, '')
}

const NONE: Phrase = { cls: undefined, length: 1 }

interface Phrase {
  readonly cls: PartClass | undefined
  readonly length: number
}

interface ClassVocabulary {
  readonly phrases: ReadonlyMap<string, PartClass>
  /** first words of the phrases */
  readonly beginnings: ReadonlySet<string>
}
