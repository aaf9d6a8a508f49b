import type { PartText, PartValue } from './part-values.js'

/**
 * The colour family that a text names: `Traffic Black` is black, `dark blue` and `navy blue` blue, `transparent red` red.
 * Two colours (`black / gold`, `silk blue green`) leave it open. The first field that names any decides.
 */
export function colorValues({ fields }: PartText): PartValue[] {
  for (const { field, text } of fields) {
    const named = colorsIn(text)
    const tinted = named.filter(({ color }) => !UNTINTED.has(color))
    const found = tinted.length > 0 ? tinted : named
    const chosen = found.find(({ isShade }) => !isShade) ?? found[0]
    if (chosen === undefined) continue
    if (found.some((one, at) => isOther(text, one, found[at + 1]))) return []
    return [{ name: 'color', value: chosen.color, span: { field, start: chosen.start, end: chosen.end } }]
  }
  return []
}

function colorsIn(text: string): NamedColor[] {
  return [...text.matchAll(WORD)].flatMap(({ 0: word, index }) => {
    const known = COLORS.get(word.toLowerCase())
    return known === undefined ? [] : [{ ...known, start: index, end: index + word.length }]
  })
}

/** A shade beside a colour only tells which one: `emerald green`, `charcoal black`. */
function isOther(text: string, one: NamedColor, next: NamedColor | undefined): boolean {
  if (next === undefined || one.color === next.color) return false
  return one.isShade === next.isShade || text.slice(one.end, next.start).trim() !== ''
}

const WORD = /ros[eé] ?gold|\p{L}+/giu

/** Without a pigment: said beside a colour they tell how it looks. */
const UNTINTED: ReadonlySet<string> = new Set(['transparent', 'natural'])

const FAMILIES: Readonly<Record<string, string>> = {
  black: 'black schwarz noir negro',
  white: 'white weiß weiss blanc blanco',
  grey: 'grey gray grau gris',
  red: 'red rot rouge rojo',
  orange: 'orange',
  yellow: 'yellow gelb jaune amarillo',
  green: 'green grün gruen vert verde',
  blue: 'blue blau bleu azul',
  turquoise: 'turquoise teal türkis',
  cyan: 'cyan',
  purple: 'purple violet lila violett',
  magenta: 'magenta fuchsia',
  pink: 'pink rosa',
  brown: 'brown braun marron',
  beige: 'beige',
  silver: 'silver silber',
  gold: 'gold',
  bronze: 'bronze',
  copper: 'copper kupfer',
  transparent: 'transparent clear translucent klar',
  natural: 'natural natur',
  multicolour: 'rainbow multicolor multicolour',
}
/** Each under the colour that everybody would call it; what is disputed (coral, khaki, peach, rose) is left out. */
const SHADES: Readonly<Record<string, string>> = {
  grey: 'anthracite graphite charcoal gunmetal slate',
  red: 'crimson scarlet ruby burgundy maroon',
  green: 'olive emerald mint lime jade',
  blue: 'navy cobalt azure sapphire ultramarine',
  purple: 'lilac lavender plum',
  brown: 'chocolate chestnut',
}
const COLORS: ReadonlyMap<string, KnownColor> = new Map([
  ...entries(FAMILIES, false),
  ...entries(SHADES, true),
  ...['rose gold', 'rosé gold', 'rosegold'].map((word) => [word, { color: 'rose gold', isShade: false }] as const),
])

function entries(table: Readonly<Record<string, string>>, isShade: boolean): (readonly [string, KnownColor])[] {
  return Object.entries(table).flatMap(([color, words]) =>
    words.split(' ').map((word) => [word, { color, isShade }] as const),
  )
}

interface KnownColor {
  readonly color: string
  readonly isShade: boolean
}

interface NamedColor extends KnownColor {
  readonly start: number
  readonly end: number
}
