import type { PartClass } from './part-class.js'
import type { PartValue } from './part-values.js'
import type { ReadableText } from './readable-text.js'

/**
 * One kind of parts that the grammar reads. A family claims a class by answering a reading, and does so in two ways: asked
 * with `known` classes it may read loosely (`27` is 27 Ω once the part is a resistor), asked with none it answers only
 * what its own notation proves (`4k7`, `33 µH`, `M3x8`, `625ZZ`). `readPartValues` asks in the order of bom.md 8.
 */
export interface PartFamily {
  /** every class that a reading may have */
  readonly classes: readonly PartClass[]
  /** words and short phrases that name a class in texts, categories and sections: lower case, singular, single blanks */
  readonly words: Readonly<Record<string, PartClass>>
  /** letters of designators; several families may name the same letter */
  readonly designators: Readonly<Record<string, PartClass>>
  /**
   * Undefined when nothing fits. The texts come folded (`foldText`): one micro sign, one omega, plain blanks, the same
   * length, at most 2,000 characters each. `text.numbers` and `text.packages` are worked out once for all families.
   */
  readonly read: (text: ReadableText, known: readonly PartClass[]) => FamilyReading | undefined
}

export interface FamilyReading {
  /** one of `known`, when classes were given, or what such a part turns out to be: `1 kΩ` on an `L` is a ferrite */
  readonly cls: PartClass
  readonly values: readonly PartValue[]
}
