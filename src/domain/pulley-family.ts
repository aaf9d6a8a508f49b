import { BELT_PROFILES } from './belt-profiles.js'
import { namesOf } from './mechanical-nouns.js'
import { notedLengths, type NamedNote } from './noted-lengths.js'
import type { PartClass } from './part-class.js'
import type { FamilyReading, PartFamily } from './part-families.js'
import type { PartValue } from './part-values.js'
import type { ReadableText } from './readable-text.js'
import { firstCode } from './written-codes.js'
import { firstStated, namedLength, writtenLengths } from './written-sizes.js'
import { firstWord } from './written-words.js'

/**
 * Pulleys of timing belts and idlers: `GT2 pulley 20 teeth bore 5 mm for 6 mm belt`, `2GT 20 tooth pulley 8mm bore, 9mm
 * wide`, `GT2 20T 5mm bore W6`. The width is that of the belt.
 */
export const pulleyFamily: PartFamily = {
  classes: ['pulley'],
  words: namesOf('pulley'),
  designators: {},
  read: readPulley,
}

function readPulley(text: ReadableText, known: readonly PartClass[]): FamilyReading | undefined {
  const { thing } = text
  if (thing !== undefined && thing !== 'pulley' && thing !== 'belt') return undefined
  const teeth = teethOf(text)
  if (thing !== 'pulley' && teeth.length === 0) return undefined
  const profile = firstWord(text, 'profile', BELT_PROFILES)
  if (!isPulley(text, known, profile)) return undefined
  const values = [...profile, ...teeth, ...stated(text, 'bore'), ...stated(text, 'belt_width')]
  return values.length === 0 ? undefined : { cls: 'pulley', values: [...values, ...kindOf(text)] }
}

/** `GT2 20 tooth pulley 6 mm belt` ends with a belt and is none; without any name the teeth of such a profile tell. */
function isPulley(text: ReadableText, known: readonly PartClass[], [profile]: readonly PartValue[]): boolean {
  if (text.thing === 'pulley') return true
  if (profile === undefined || !PROVING.test(String(profile.value))) return known.includes('pulley')
  return text.thing === undefined || firstCode(text, NAMED_BESIDE) !== undefined
}

function teethOf(text: ReadableText): PartValue[] {
  const code = firstCode(text, TEETH)
  return code === undefined ? [] : [{ name: 'teeth', value: Number(code.match[1]), span: code.span }]
}

/** In trust: a named place, a length beside its name, millimetres without their unit (`bore 5`, `W6`). */
function stated(text: ReadableText, name: 'bore' | 'belt_width'): PartValue[] {
  const { places, number } = WRITTEN[name]
  const code = firstCode(text, number)
  const sources = [
    namedLength(text, places, name),
    notedLengths(writtenLengths(text), NOTES).filter((value) => value.name === name),
    code === undefined ? [] : [{ name, value: Math.round(Number(code.match[1]) * 1_000), span: code.span }],
  ]
  return firstStated(sources.find(({ length }) => length > 0) ?? [])
}

/** An idler that does not say whether it is toothed may be either. Set screws hold what is driven. */
function kindOf(text: ReadableText): PartValue[] {
  const idler = firstCode(text, IDLER)
  if (idler !== undefined) {
    const kinds = IDLERS.filter(({ pattern }) => text.fields.some((field) => pattern.test(field.text)))
    return (kinds.length > 0 ? kinds : IDLERS).map(({ word }) => ({ name: 'kind', value: word, span: idler.span }))
  }
  return firstWord(text, 'kind', [{ word: 'drive pulley', pattern: /\bdrive pulley|\bset ?screws?\b/i }])
}

/** Profiles that nothing but a belt drive has. */
const PROVING = /gt|htd/
const NAMED_BESIDE = /\b(?:pulley|idler)/i
const TEETH = /(?<![\w.,])(\d{1,3})[ -]?(?:T|teeth|tooth|z[äa]hne)(?![\p{L}\d])/iu
const NOTES: readonly NamedNote[] = [
  {
    name: 'bore',
    note: { before: /\bbore(?: dia(?:meter)?)?[ :=]*$/i, after: /^ ?(?:inner )?(?:bore|shaft|hole|id)\b/i },
  },
  {
    name: 'belt_width',
    note: {
      before: /\b(?:belt(?: width)?|width)[ :=]*$/i,
      after: /^ ?(?:wide|width|(?:GT2 |2GT |timing )?belt)\b/i,
    },
  },
]
const WRITTEN = {
  bore: { places: ['specifications.bore'], number: /\bbore[ :=]{0,3}(\d{1,2}(?:\.\d{1,3})?)(?![\d.]|[ -]?\p{L})/iu },
  belt_width: {
    places: ['specifications.belt_width', 'specifications.width'],
    number: /(?<![A-Z\d])W(6|9|10|15)(?![\d.])/i,
  },
} as const
const IDLER = /\bidlers?\b|\bon (?:two )?(?:ball )?bearings?\b|\bwith (?:ball )?bearings?\b/i
const IDLERS = [
  { word: 'toothed idler', pattern: /\btoothed\b|\bwith teeth\b/i },
  { word: 'smooth idler', pattern: /\bsmooth\b|\btoothless\b|\bno teeth\b|\bwithout teeth\b|\bplain\b/i },
] as const
