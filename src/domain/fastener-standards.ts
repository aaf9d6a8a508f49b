import type { PartClass } from './part-class.js'
import type { PartText, PartValue, WordName } from './part-values.js'

/** What a standard says of a part beside its size; the DIN standards are the same part as their ISO heirs. */
const STANDARDS: Readonly<Record<string, Standard>> = {
  'iso 4762': { cls: 'screw', head: 'socket', drive: 'hex socket', din: ['912'] },
  'iso 14579': { cls: 'screw', head: 'socket', drive: 'torx' },
  'din 7984': { cls: 'screw', head: 'low socket', drive: 'hex socket' },
  'din 6912': { cls: 'screw', head: 'low socket', drive: 'hex socket' },
  'iso 7380': { cls: 'screw', head: 'button', drive: 'hex socket' },
  'iso 10642': { cls: 'screw', head: 'countersunk', drive: 'hex socket', din: ['7991'] },
  'iso 14581': { cls: 'screw', head: 'countersunk', drive: 'torx' },
  'iso 7046': { cls: 'screw', head: 'countersunk', drive: 'cross', din: ['965'] },
  'iso 2009': { cls: 'screw', head: 'countersunk', drive: 'slot', din: ['963'] },
  'iso 7045': { cls: 'screw', head: 'pan', drive: 'cross', din: ['7985'] },
  'iso 14583': { cls: 'screw', head: 'pan', drive: 'torx' },
  'iso 1580': { cls: 'screw', head: 'pan', drive: 'slot', din: ['85'] },
  'iso 1207': { cls: 'screw', head: 'cheese', drive: 'slot', din: ['84'] },
  'iso 4017': { cls: 'screw', head: 'hex', drive: 'hex', din: ['933'] },
  'iso 4014': { cls: 'screw', head: 'hex', drive: 'hex', din: ['931'] },
  'din 6921': { cls: 'screw', head: 'hex flange', drive: 'hex' },
  'iso 4026': { cls: 'screw', head: 'set', drive: 'hex socket', kind: 'flat point', din: ['913'] },
  'iso 4027': { cls: 'screw', head: 'set', drive: 'hex socket', kind: 'cone point', din: ['914'] },
  'iso 4028': { cls: 'screw', head: 'set', drive: 'hex socket', kind: 'dog point', din: ['915'] },
  'iso 4029': { cls: 'screw', head: 'set', drive: 'hex socket', kind: 'cup point', din: ['916'] },
  'iso 7379': { cls: 'screw', head: 'shoulder', drive: 'hex socket' },
  'iso 7049': { cls: 'screw', head: 'self-tapping pan', din: ['7981'] },
  'iso 7050': { cls: 'screw', head: 'self-tapping countersunk', din: ['7982'] },
  'iso 4032': { cls: 'nut', kind: 'hex', din: ['934'] },
  'iso 10511': { cls: 'nut', kind: 'nyloc', din: ['985'] },
  'iso 4035': { cls: 'nut', kind: 'thin', din: ['439'] },
  'iso 4161': { cls: 'nut', kind: 'flange', din: ['6923'] },
  'din 562': { cls: 'nut', kind: 'square' },
  'din 557': { cls: 'nut', kind: 'square' },
  'din 1587': { cls: 'nut', kind: 'cap' },
  'din 315': { cls: 'nut', kind: 'wing' },
  'iso 7089': { cls: 'washer', kind: 'plain', din: ['125'] },
  'iso 7090': { cls: 'washer', kind: 'plain', din: ['125 b'] },
  'iso 7091': { cls: 'washer', kind: 'plain', din: ['126'] },
  'iso 7092': { cls: 'washer', kind: 'small', din: ['433'] },
  'iso 7093': { cls: 'washer', kind: 'large', din: ['9021'] },
  'din 127': { cls: 'washer', kind: 'spring' },
  'din 6798': { cls: 'washer', kind: 'toothed' },
  'din 6797': { cls: 'washer', kind: 'toothed' },
  'din 7349': { cls: 'washer', kind: 'heavy' },
  'din 988': { cls: 'washer', kind: 'shim' },
  'iso 2338': { cls: 'pin', kind: 'dowel', din: ['7'] },
  'iso 8734': { cls: 'pin', kind: 'dowel', din: ['6325'] },
  'iso 8752': { cls: 'pin', kind: 'spring', din: ['1481'] },
  'iso 1234': { cls: 'pin', kind: 'split', din: ['94'] },
}

const OF_DIN: ReadonlyMap<string, string> = new Map(
  Object.entries(STANDARDS).flatMap(([name, { din = [] }]) => din.map((number) => [`din ${number}`, name] as const)),
)

/** The standards of fasteners in the texts: `ISO 4762`, `DIN912`, `DIN EN ISO 7380-1`, `EN ISO 24017`. */
export function writtenStandards({ fields }: PartText): WrittenStandard[] {
  return fields.flatMap(({ field, text }) =>
    [...text.matchAll(STANDARD)].flatMap((match) => {
      const name = canonicalName(match[1] ?? '', match[2] ?? '')
      const standard = name === undefined ? undefined : STANDARDS[name]
      if (name === undefined || standard === undefined) return []
      const span = { field, start: match.index, end: match.index + match[0].length }
      return [{ cls: standard.cls, values: valuesOf(name, standard, span) }]
    }),
  )
}

/** `ISO 4762` of `DIN 912` and of `EN ISO 24762`; undefined for one that is no fastener's. */
function canonicalName(body: string, number: string): string | undefined {
  if (!/iso|^en|^din ?en/i.test(body)) {
    const name = `din ${number.replace(/ b$/i, '')}`
    return (
      OF_DIN.get(`din ${number.toLowerCase()}`) ??
      OF_DIN.get(name) ??
      (Object.hasOwn(STANDARDS, name) ? name : undefined)
    )
  }
  const name = `iso ${number.replace(/^2(?=\d{4}$)| b$/gi, '')}`
  return Object.hasOwn(STANDARDS, name) ? name : undefined
}

function valuesOf(name: string, standard: Standard, span: PartValue['span']): PartValue[] {
  const words = (['head', 'drive', 'kind'] as const).flatMap((key) => {
    const value = standard[key]
    return value === undefined ? [] : [{ name: key, value, span }]
  })
  return [{ name: 'standard', value: name, span }, ...words]
}

const STANDARD = /(?<![A-Za-z])(DIN ?EN ?ISO|DIN ?ISO|EN ?ISO|DIN ?EN|DIN|ISO|EN)[ _-]?(\d{1,5}(?: B\b)?)(?!\d)/gi

interface Standard extends Partial<Record<WordName & ('head' | 'drive' | 'kind'), string>> {
  readonly cls: PartClass
  /** numbers of the DIN standards that mean the same part */
  readonly din?: readonly string[]
}

export interface WrittenStandard {
  readonly cls: PartClass
  /** `standard` first, then what it implies */
  readonly values: readonly PartValue[]
}
