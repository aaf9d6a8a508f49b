import { colorValues } from './color-names.js'
import { filamentMaterials } from './filament-materials.js'
import { isCalled, namesOf } from './mechanical-nouns.js'
import type { PartClass } from './part-class.js'
import type { FamilyReading, PartFamily } from './part-families.js'
import type { PartText, PartValue } from './part-values.js'
import type { ReadableText } from './readable-text.js'
import { writtenAmounts } from './written-amounts.js'
import { firstStated } from './written-sizes.js'
import { firstWord, type WordRule } from './written-words.js'

/**
 * Filaments: `MATTE PETG 1kg`, `PLA black 1.75 1 kg`. Without the word the plastic must be one that prints (`PC` is a
 * computer as well), beside a mass or a diameter of filaments. 1.75 mm is assumed where no diameter is written.
 */
export const filamentFamily: PartFamily = {
  classes: ['filament'],
  words: namesOf('filament'),
  designators: {},
  read: readFilament,
}

function readFilament(text: ReadableText, known: readonly PartClass[]): FamilyReading | undefined {
  if (known.length === 0 && !text.fields.some((field) => SIGN.test(field.text))) return undefined
  const materials = filamentMaterials(text)
  const [material] = materials
  if (material === undefined || isOtherArticle(text, material)) return undefined
  const diameter = diameterOf(text)
  const mass = writtenAmounts(text).filter(({ name }) => name === 'mass')
  if (!isCalled(text.thing, 'filament', known) && !proves(materials, diameter, mass)) return undefined
  const usual: PartValue = { name: 'diameter', value: 1_750, span: material.span, isAssumed: true }
  return {
    cls: 'filament',
    values: [
      ...materials,
      ...colorValues(text),
      ...(diameter.length > 0 ? diameter : [usual]),
      ...mass,
      ...firstWord(text, 'family', LINES),
    ],
  }
}

function isOtherArticle({ fields }: PartText, { span }: PartValue): boolean {
  return fields.some(({ field, text }) => field === span.field && OTHER_ARTICLES.test(text))
}

function proves(materials: readonly PartValue[], diameter: readonly PartValue[], mass: readonly PartValue[]): boolean {
  const stated = diameter.length + mass.length
  return stated === 2 || (stated === 1 && materials.some(({ value }) => PRINTABLE.test(String(value))))
}

/** 3 mm is what 2.85 mm was called first. */
function diameterOf({ fields }: PartText): PartValue[] {
  const found = fields.flatMap(({ field, text }) =>
    [...text.matchAll(DIAMETER)].map((match): PartValue => {
      const span = { field, start: match.index, end: match.index + match[0].length }
      return { name: 'diameter', value: match[0].startsWith('1') ? 1_750 : 2_850, span }
    }),
  )
  return firstStated(found)
}

const PRINTABLE = /(?<!\p{L}{3})(?:pla|pet-?g|pctg|abs|asa|tpu|hips)(?!\p{L}{2})/iu
const SIGN = /filament|pla|pet-?g|pctg|abs|asa|tpu|hips|1[.,]75|2[.,]85/i
const DIAMETER = /(?<![\d.,])(?:1[.,]75|2[.,]85|3(?:[.,]00?)? ?mm)(?!\d)/gi
/** The same plastics in other shapes, and what is made for filaments. */
const OTHER_ARTICLES =
  /\b(?:resins?|pellets?|granul\w{1,4}|sheets?|plates?|tubes?|box|case|enclosures?|nozzles?|dr[iy]ers?|holders?|sensors?)\b/i
const LINES: readonly WordRule[] = [
  { word: 'matte', pattern: /\bmatte?\b/i },
  { word: 'silk', pattern: /\bsilk\b/i },
  { word: 'satin', pattern: /\bsatin\b/i },
  { word: 'wood', pattern: /\bwood\b/i },
  { word: 'marble', pattern: /\bmarble\b/i },
  { word: 'glow', pattern: /\bglow(?:ing)?\b|\bluminous\b/i },
  { word: 'glitter', pattern: /\bglitter\b|\bsparkl(?:e|ing)\b/i },
  { word: 'high speed', pattern: /\bhigh[ -]?speed\b/i },
]
