import { sizeOfBearing, type BearingSize } from './bearing-sizes.js'
import type { PartText, TextSpan } from './part-values.js'

/**
 * The numbers of deep groove bearings in the texts: `625ZZ`, `F623-2RS`, `MR63ZZ`, `6805`, `61805-2Z`. A groove (`U624ZZ`)
 * makes another part of another size. Numbers of standards (`DIN 625`) are none.
 */
export function bearingNumbers({ fields }: PartText): BearingNumber[] {
  return fields.flatMap(({ field, text }) =>
    [...text.matchAll(NUMBER)].flatMap((match) => numberAt(field, match) ?? []),
  )
}

function numberAt(field: string, match: RegExpExecArray): BearingNumber | undefined {
  const [all, stainless, form = '', miniature = '', digits = '', suffix = ''] = match
  const size = sizeOfBearing((/^MF?$|^MR$/i.test(miniature) ? 'MR' : '') + digits)
  if (size === undefined) return undefined
  const flange = /^MF$/i.test(miniature) ? 'flanged' : (FLANGES[form.toUpperCase()] ?? 'plain')
  const isGrooved = flange.endsWith('groove')
  return {
    number: `${form}${miniature}${digits}`.toLowerCase(),
    size: isGrooved ? undefined : size,
    flange,
    shield: SHIELDS[suffix.toUpperCase().replace('-', '')],
    isStainless: stainless !== undefined,
    span: { field, start: match.index, end: match.index + all.trimEnd().length },
  }
}

const FLANGES: Readonly<Record<string, string>> = { F: 'flanged', U: 'u-groove', V: 'v-groove' }

/** Seals that rub are `2rs` whatever their maker calls them; those that do not are `2rz`. */
const SHIELDS: Readonly<Record<string, string>> = {
  ZZ: 'zz',
  '2Z': 'zz',
  Z: 'z',
  '2RS': '2rs',
  '2RS1': '2rs',
  '2RSH': '2rs',
  '2RSR': '2rs',
  LLU: '2rs',
  DDU: '2rs',
  DD: '2rs',
  RS: 'rs',
  '2RZ': '2rz',
  LLB: '2rz',
  VV: '2rz',
  OPEN: 'open',
}

const NUMBER =
  /(?<![A-Z0-9.,]|(?:DIN|ISO|EN) ?)(?:(S)S?)?([FUV])?(MR|MF)?(\d{2,5})(?:[ -]?(ZZ|2Z|Z|2RS[1HR]?|RS|2RZ|LLU|LLB|DDU?|VV|OPEN))?(?![A-Z0-9]|[.,x*]\d| ?mm)/gi

interface BearingNumber {
  /** lower case, with what stands in front: `f623`, `mr63` */
  readonly number: string
  /** undefined for another form */
  readonly size: BearingSize | undefined
  /** `plain`, `flanged`, `u-groove`, `v-groove` */
  readonly flange: string
  readonly shield: string | undefined
  readonly isStainless: boolean
  readonly span: TextSpan
}
