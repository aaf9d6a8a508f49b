import type { PartText, PartValue } from './part-values.js'
import { firstStated } from './written-sizes.js'

/**
 * Net mass and volume in the texts, each as its name when the first field that states it states one: `1 kg`, `500gr`,
 * `10 ml`. What several pieces hold together (`2 x 1 kg`) or weigh gross is neither. Expects folded texts.
 */
export function writtenAmounts({ fields }: PartText): PartValue[] {
  const found = fields.flatMap(({ field, text }) =>
    [...text.matchAll(AMOUNT)].flatMap((match) => {
      const [all, digits = '', unit = ''] = match
      const measure = UNITS[unit.toLowerCase()]
      if (measure === undefined) return []
      const value = Math.round(Number(digits.replace(',', '.')) * measure.scale)
      return [{ name: measure.name, value, span: { field, start: match.index, end: match.index + all.length } }]
    }),
  )
  return (['mass', 'volume'] as const).flatMap((wanted) => firstStated(found.filter(({ name }) => name === wanted)))
}

/** To milligrams and cubic millimetres. */
const UNITS: Readonly<Record<string, { readonly name: 'mass' | 'volume'; readonly scale: number }>> = {
  kg: { name: 'mass', scale: 1e6 },
  kgs: { name: 'mass', scale: 1e6 },
  g: { name: 'mass', scale: 1e3 },
  gr: { name: 'mass', scale: 1e3 },
  gram: { name: 'mass', scale: 1e3 },
  grams: { name: 'mass', scale: 1e3 },
  ml: { name: 'volume', scale: 1e3 },
  l: { name: 'volume', scale: 1e6 },
}
const AMOUNT = /(?<![\p{L}\d.,]|gross |\dx|x )(\d{1,5}(?:[.,]\d{1,3})?) ?(kgs?|g|gr|grams?|ml|l)(?![\p{L}\d]| ?x)/giu
