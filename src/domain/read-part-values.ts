import { beforeAside } from './asides.js'
import { classesInWords, classVocabulary } from './class-words.js'
import { ELECTRONIC_FAMILIES } from './electronic-families.js'
import { mayBeComponent } from './electronic-nouns.js'
import { MECHANICAL_FAMILIES } from './mechanical-families.js'
import { mayBe } from './mechanical-nouns.js'
import type { PartClass } from './part-class.js'
import type { FamilyReading, PartFamily } from './part-families.js'
import { packageClasses } from './part-packages.js'
import type { PartText, PartValues } from './part-values.js'
import { readableText, type ReadableText } from './readable-text.js'
import { SHOP_FAMILIES } from './shop-families.js'

const FAMILIES: readonly PartFamily[] = [...MECHANICAL_FAMILIES, ...SHOP_FAMILIES, ...ELECTRONIC_FAMILIES]
const VOCABULARY = classVocabulary(FAMILIES)
const DESIGNATORS = designatorsOf(FAMILIES)

/**
 * Class and typed values of a part (bom.md 8). What decides the class, in order: category and named specifications,
 * designators, section, the kind of the package, words with a value that fits, the notation of a value, words alone.
 * Every step but the first and the last counts only with a value that fits. Work grows with the length of the texts.
 */
export function readPartValues(text: PartText): PartValues {
  const readable = readableText(text)
  const stated = statedClasses(readable)
  const words = wordClasses(readable)
  const contexts = [stated, designatorClasses(readable), sectionClasses(readable), packageClasses(readable), words]
  for (const known of contexts) {
    const reading = known.length > 0 ? firstReading(readable, known) : undefined
    if (reading !== undefined) return reading
  }
  return firstReading(readable, []) ?? { cls: saidClass(readable, stated, words), values: [] }
}

function firstReading(text: ReadableText, known: readonly PartClass[]): FamilyReading | undefined {
  for (const family of FAMILIES) {
    if (known.length > 0 && !known.some((cls) => family.classes.includes(cls))) continue
    const reading = family.read(text, known)
    if (reading !== undefined) return reading
  }
  return undefined
}

function statedClasses({ category, fields }: PartText): PartClass[] {
  const keys = fields.flatMap(({ field }) => CLASS_OF_SPECIFICATION[field] ?? [])
  return keys.length > 0 ? keys : classesInWords(category ?? '', VOCABULARY)
}

const CLASS_OF_SPECIFICATION: Readonly<Record<string, PartClass>> = {
  'specifications.resistance': 'resistor',
  'specifications.capacitance': 'capacitor',
  'specifications.inductance': 'inductor',
  'specifications.impedance': 'ferrite',
}

function designatorClasses({ designatorPrefix = '' }: PartText): readonly PartClass[] {
  return DESIGNATORS.get(designatorPrefix) ?? []
}

function designatorsOf(families: readonly PartFamily[]): ReadonlyMap<string, readonly PartClass[]> {
  const letters = new Set(families.flatMap(({ designators }) => Object.keys(designators)))
  return new Map([...letters].map((one) => [one, families.flatMap(({ designators }) => designators[one] ?? [])]))
}

function sectionClasses({ section = '' }: PartText): PartClass[] {
  return classesInWords(section, VOCABULARY)
}

function wordClasses({ fields }: PartText): PartClass[] {
  for (const { text } of fields) {
    const classes = classesInWords(beforeAside(text), VOCABULARY)
    if (classes.length > 0) return classes
  }
  return []
}

/** A class without values: the category's, else that of the words, unless they are said of another thing. */
function saidClass(
  text: ReadableText,
  stated: readonly PartClass[],
  words: readonly PartClass[],
): PartClass | undefined {
  const cls = onlyOne(stated) ?? onlyOne(words)
  const category = { fields: [{ field: 'category', text: text.category ?? '' }] }
  const isMeant = cls !== undefined && [category, text].every((one) => mayBe(one, cls) && mayBeComponent(one, cls))
  return isMeant ? cls : undefined
}

function onlyOne(classes: readonly PartClass[]): PartClass | undefined {
  return classes.length === 1 ? classes[0] : undefined
}
