import type { PartText, PartValue } from './part-values.js'
import { firstWord, type WordRule } from './written-words.js'

/**
 * Material, grade and finish of a fastener where they are written. Stainless and brass parts have no coating: the
 * material is their finish, so that a zinc plated screw is never equal to a stainless one.
 */
export function surfacesIn(text: PartText): PartValue[] {
  const material = firstWord(text, 'material', MATERIALS)
  const finish = firstWord(text, 'finish', FINISHES)
  const bare = material
    .filter(({ value }) => UNCOATED.has(String(value)))
    .map((value): PartValue => ({ ...value, name: 'finish' }))
  return [...material, ...firstWord(text, 'grade', GRADES), ...(finish.length > 0 ? finish : bare)]
}

const UNCOATED = new Set(['stainless', 'brass', 'nylon', 'titanium', 'aluminium', 'copper'])

const MATERIALS: readonly WordRule[] = [
  {
    word: 'stainless',
    pattern: /\bstainless\b|\binox\b|\bA[24](?:-[5-8]0)?\b|\bSUS ?30\d|\b304\b|\b316\b|edelstahl|\bV[24]A\b/i,
  },
  { word: 'brass', pattern: /\bbrass\b|\bmessing\b|\blaiton\b/i },
  { word: 'nylon', pattern: /\bnylon\b(?![ -]?(?:insert|lock))|\bpolyamide\b|\bPA66\b/i },
  { word: 'titanium', pattern: /\btitan(?:ium)?\b|\bTC4\b|\bTi-?6Al-?4V\b/i },
  { word: 'aluminium', pattern: /\balumini?um\b|\balu\b/i },
  { word: 'copper', pattern: /\bcopper\b/i },
  { word: 'steel', pattern: /\bsteel\b|\bstahl\b/i },
]

const GRADES: readonly WordRule[] = [
  { word: 'a2', pattern: /\bA2(?:-[5-8]0)?\b|\b304\b|\bV2A\b/ },
  { word: 'a4', pattern: /\bA4(?:-[5-8]0)?\b|\b316\b|\bV4A\b/ },
  { word: '12.9', pattern: /(?<![\d.])12\.9(?![\d.]|[ -]?mm)/ },
  { word: '10.9', pattern: /(?<![\d.])10\.9(?![\d.]|[ -]?mm)/ },
  { word: '8.8', pattern: /(?<![\d.])8\.8(?![\d.]|[ -]?mm)/ },
  { word: '4.8', pattern: /(?<![\d.])4\.8(?![\d.]|[ -]?mm)/ },
  { word: '45h', pattern: /\b45H\b/i },
]

const FINISHES: readonly WordRule[] = [
  { word: 'black', pattern: /\bblack(?:ened)?\b|\bblack[ -]?oxide\b|\bschwarz\b/i },
  { word: 'zinc', pattern: /\bzinc\b|\bgalvani[sz]ed\b|\bverzinkt\b|\bZn\b/i },
  { word: 'nickel', pattern: /\bnickel\b|\bnickel[ -]?plated\b/i },
]
