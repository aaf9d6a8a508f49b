import type { PartText, PartValue } from './part-values.js'

/**
 * Plastics of filaments as the words of `PartValues`: `pla`, `pla+`, `abs-gf`, `pa6-cf`, `pc-abs`. `PET-G` is PETG, nylon
 * without a number `pa`; grades that a maker puts in front (`ePLA`, `HT-PLA`, `rPETG`) and a hardness behind (`TPU95A`)
 * do not change the plastic. Those of the first text that names any, so that `PLA or PETG` stays open.
 */
export function filamentMaterials({ fields }: PartText): PartValue[] {
  for (const { field, text } of fields) {
    const found = [...text.matchAll(PLASTIC)].map((match) => ({ name: nameOf(match, text), match }))
    // `PLA PLA+` and `PETG, carbon fibre PETG-CF` name the plain one as the kind of the other.
    const closest = found.filter(({ name }) => !found.some((other) => isKindOf(other.name, name)))
    const first = closest.filter(({ name }, at) => closest.findIndex((other) => other.name === name) === at)
    if (first.length > 0) {
      return first.map(({ name, match: { index, 0: written } }) => ({
        name: 'material',
        value: name,
        span: { field, start: index, end: index + written.length },
      }))
    }
  }
  return []
}

function nameOf([, plastic = '', fill, plus]: RegExpExecArray, text: string): string {
  const spelled = plastic.toLowerCase().replaceAll(/[ +/]/g, '-')
  const name = SPELLINGS[spelled] ?? spelled.replaceAll('-', '')
  const filler = fill?.toLowerCase().slice(0, 2) ?? fillerIn(text)
  if (filler !== undefined) return `${name}-${filler}`
  return plus === undefined ? name : `${name}+`
}

function fillerIn(text: string): string | undefined {
  const match = FILLER.exec(text)
  return match === null ? undefined : /^c/i.test(match[0]) ? 'cf' : 'gf'
}

/** `pla+` of `pla`, `pc-abs` of `pc`, `pa12-cf` of `pa-cf`. */
function isKindOf(one: string, other: string): boolean {
  if (one === other) return false
  const nylon = /^pa(?:-[cg]f)?$/.test(other) && one.startsWith('pa') && one.endsWith(other.slice(2))
  return nylon || one === `${other}+` || one.startsWith(`${other}-`)
}

const SPELLINGS: Readonly<Record<string, string>> = {
  'pc-abs': 'pc-abs',
  'abs-pc': 'pc-abs',
  'pc-pbt': 'pc-pbt',
  'pa6-66': 'pa6/66',
  nylon: 'pa',
  polyamide: 'pa',
  polycarbonate: 'pc',
  polypropylene: 'pp',
  ultem: 'pei',
}

const NAMES = [
  ...[
    'pc[-/+ ]abs',
    'abs[-/+]pc',
    'pc[-/]pbt',
    'pla',
    'pet[- ]?g',
    'pctg',
    'pet',
    'abs',
    'asa',
    'tpu',
    'tpe',
    'tpc',
    'hips',
  ],
  ...['pa6/66', 'pa ?-?612', 'pa ?-?66', 'pa ?-?12', 'pa ?-?11', 'pa ?-?6', 'paht', 'pa', 'nylon', 'polyamide', 'ppa'],
  ...['pc', 'polycarbonate', 'pp', 'polypropylene', 'pva', 'pvb', 'bvoh', 'pha', 'pcl', 'cpe', 'peba', 'peek', 'pekk'],
  ...['pei', 'ultem', 'ppsu', 'psu', 'pps', 'pom', 'pmma', 'pvdf', 'pbt', 'eva'],
]
/** What is only supported or like this plastic is another one: `support for PLA`, `ABS-like resin`. */
const PLASTIC = new RegExp(
  String.raw`(?<![\p{L}\d]|\bfor (?:\p{L}{2,5}[/&])?)(?:e|r|a|ht-?|lw-?)?(${NAMES.join('|')})(?:(?<=tp[ue])-?\d\d[ad]?)?(?:(?: |-| ?\+ ?)?([cg]f)\d{0,2}|( ?\+|[ -]plus))?(?![\p{L}\d]|[ -]like)`,
  'giu',
)
const FILLER = /(?<![\p{L}\d])(?:(?:carbon|glass)[ -]?fib(?:er|re)s?|[cg]f\d{0,2})(?![\p{L}\d])/iu
