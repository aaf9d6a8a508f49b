import { isCalled, namesOf } from './mechanical-nouns.js'
import type { PartClass } from './part-class.js'
import type { FamilyReading, PartFamily } from './part-families.js'
import type { NumberName, PartValue } from './part-values.js'
import type { ReadableText } from './readable-text.js'
import { firstCode } from './written-codes.js'
import { writtenSizes, type WrittenSize } from './written-sizes.js'
import { firstWord, type WordRule } from './written-words.js'

/**
 * Magnets: `N52 12x5x3mm` is a block, whose last number is its height, `6x3mm magnet` a disc of that diameter. A grade of
 * neodymium beside a size proves a magnet.
 */
export const magnetFamily: PartFamily = {
  classes: ['magnet'],
  words: namesOf('magnet'),
  designators: {},
  read: readMagnet,
}

function readMagnet(text: ReadableText, known: readonly PartClass[]): FamilyReading | undefined {
  const { thing } = text
  if (thing !== undefined && thing !== 'magnet') return undefined
  const grade = gradeOf(text)
  if (!isCalled(thing, 'magnet', grade.length > 0 ? ['magnet'] : known)) return undefined
  const kind = firstWord(text, 'kind', KINDS)
  const sizes = writtenSizes(text).filter(({ hasUnit }) => hasUnit || thing === 'magnet')
  const [size] = sizes.map((written) => sizeOf(written, kind[0]?.value))
  if (size === undefined || size.length === 0) {
    return thing === 'magnet' && grade.length > 0 ? { cls: 'magnet', values: [...grade, ...kind] } : undefined
  }
  return { cls: 'magnet', values: [...size, ...grade, ...kind] }
}

function gradeOf(text: ReadableText): PartValue[] {
  const code = firstCode(text, GRADE)
  return code === undefined ? [] : [{ name: 'grade', value: code.match[0].toLowerCase(), span: code.span }]
}

/** Of a block the longer side of its face is the length; of a ring the hole is not told apart, so it states its two ends. */
function sizeOf({ values, span }: WrittenSize, kind: PartValue['value'] | undefined): PartValue[] {
  const [first = 0, second = 0, third] = values
  const value = (name: NumberName, micrometres: number): PartValue => ({ name, value: micrometres, span })
  if (kind === 'ring') return [value('diameter', first), ...(third === undefined ? [] : [value('height', third)])]
  if (third === undefined) {
    return kind === 'block' ? [] : [value('diameter', first), value('height', second)]
  }
  if (kind === 'disc') return []
  return [value('length', Math.max(first, second)), value('width', Math.min(first, second)), value('height', third)]
}

/** Energy product in MGOe and the letters of what heat it stands. */
const GRADE = /(?<![A-Z\d])N(?:2[78]|3[0358]|4[02458]|5[0245])(?:M|H|SH|UH|EH|AH)?(?![A-Z\d-])/i

const KINDS: readonly WordRule[] = [
  { word: 'ring', pattern: /\bring\b|\bcountersunk\b|\bwith hole\b|\bpot\b/i },
  { word: 'disc', pattern: /\bdis[ck]\b|\bround\b|\bcylind(?:er|rical)\b/i },
  { word: 'block', pattern: /\bblock\b|\bbar\b|\brectang(?:le|ular)\b|\bcuboid\b|\bsquare\b/i },
]
