import type { PartText, PartValue } from './part-values.js'

/**
 * The heads that the texts name, in one word each (bom.md 8). Two different ones of one field are both kept: `SHCS or
 * BHCS` and `hex cap screw`, which is an outer hexagon to some and a socket to others, leave the head open.
 */
export function headsIn({ fields }: PartText): PartValue[] {
  for (const { field, text } of fields) {
    const named = headsNamed(field, text, HEADS)
    const found = named.length > 0 ? named : headsNamed(field, text, CAPS)
    if (found.length > 0) return TAPPING.test(text) ? found.map(asTapping) : found
  }
  return tappingAlone({ fields })
}

/** How the head is turned, where the text says it. */
export function drivesIn({ fields }: PartText): PartValue[] {
  for (const { field, text } of fields) {
    const found = DRIVES.flatMap(([value, pattern]) => valueAt({ field, text, pattern, name: 'drive', value }))
    if (found.length > 0) return found
  }
  return []
}

/** Whether a text uses the words of heads that nothing but screws have: `Head cap`, `BHCS`, `Countersunk`. */
export function namesHead(text: PartText): boolean {
  return text.fields.some(({ text: given }) => PROVING.test(given))
}

function headsNamed(field: string, text: string, heads: readonly (readonly [string, RegExp])[]): PartValue[] {
  return heads.flatMap(([value, pattern]) => valueAt({ field, text, pattern, name: 'head', value }))
}

function valueAt({ field, text, pattern, name, value }: Searched): PartValue[] {
  const match = pattern.exec(text)
  return match === null
    ? []
    : [{ name, value, span: { field, start: match.index, end: match.index + match[0].length } }]
}

/** A screw that cuts its own thread is another part than a machine screw of the same head. */
function asTapping(head: PartValue): PartValue {
  return { ...head, value: `self-tapping ${String(head.value)}` }
}

function tappingAlone({ fields }: PartText): PartValue[] {
  return fields
    .flatMap(({ field, text }) => valueAt({ field, text, pattern: TAPPING, name: 'head', value: 'self-tapping' }))
    .slice(0, 1)
}

const TAPPING =
  /\bself[ -]?(?:tapping|drilling)|\bwood ?screw|\bplastite\b|\bthread[ -]?forming|\bchipboard|\bsheet metal screw/i

/** Each head once; `flat head` is countersunk in every shop, `flat point` is not. */
const HEADS: readonly (readonly [string, RegExp])[] = [
  ['low socket', /\b(?:ultra )?low[ -]?(?:profile|head)\b/i],
  [
    'socket',
    /\bSHCS|(?<!(?:flat|button|countersunk|low) head )(?<!low head )\bsocket[ -]?head(?! (?:countersunk|button|set))|\bhex(?:agon)? cap (?:screw|bolt)|\bcylind(?:er|rical)(?: ?head|kopf)?|zylinderkopf/i,
  ],
  ['button', /\bBHCS|\bbutton(?:[ -]?head)?|\bhalbrundkopf/i],
  ['countersunk', /\bFHCS|\bCSK\b|\bcounter[ -]?sunk|\bflat[ -]?head|\bsenkkopf/i],
  ['pan', /\bpan(?:[ -]?head)?\b/i],
  ['hex flange', /\b(?:hex(?:agon)? )?flange (?:head|bolt|screw)/i],
  ['hex', /\bhex(?:agon)?(?:al)?[ -]?(?:head(?! cap)|bolt)|\bsechskantschraube|\bhex(?:agon)? cap (?:screw|bolt)/i],
  ['set', /\bset[ -]?screw|\bgrub|\bgewindestift|\bmadenschraube/i],
  ['shoulder', /\bshoulder/i],
  ['cheese', /\b(?:cheese|fillister)[ -]?head/i],
  ['truss', /\b(?:truss|mushroom|wafer)[ -]?head/i],
  ['round', /\bround[ -]?head/i],
  ['thumb', /\bthumb[ -]?screw|\bknurled[ -](?:screw|head)/i],
  ['wing', /\bwing[ -]?(?:screw|bolt)/i],
  ['eye', /\beye[ -]?(?:screw|bolt)/i],
  ['carriage', /\bcarriage bolt/i],
]
/** Caps count only when no other head is named: a `button head cap screw` has a button head. */
const CAPS: readonly (readonly [string, RegExp])[] = [
  ['socket', /\bsocket[ -]?cap|\bhead[ -]?cap|\bcap[ -]?head|\bcap\b(?![ -]?nut)|innensechskant|内六角/i],
]

const DRIVES: readonly (readonly [string, RegExp])[] = [
  [
    'hex socket',
    /\b[SBF]HCS|\bhex(?:agon)?[ -]?(?:socket|drive|key|flat|button|countersunk)|\bsocket[ -]?(?:head|cap|drive)|\ballen\b|\binbus\b|innensechskant|内六角/i,
  ],
  [
    'cross',
    /\bphillips\b|\bcross(?:[ -]?(?:recess(?:ed)?|head|slot))?\b|\bpozi(?:drive?)?\b|\bPH[0-4]\b|\bkreuzschlitz/i,
  ],
  ['slot', /\bslotted\b|\bschlitz/i],
  ['torx', /\btorx\b|\bTX ?\d{1,2}\b|\bhexalobular\b|\bsix[ -]?lobe\b|\bstar drive\b/i],
]

const PROVING =
  /\b[SBF]HCS|\bcap[ -]?head|\bhead[ -]?cap|\bsocket[ -]?(?:head|cap)|\bbutton[ -]?head|\bcounter[ -]?sunk|\bflat[ -]?head|\bpan[ -]?head|\bcheese[ -]?head|\bhex[ -]?head|\bgrub\b|\bself[ -]?tapping/i

interface Searched {
  readonly field: string
  readonly text: string
  readonly pattern: RegExp
  readonly name: 'head' | 'drive'
  readonly value: string
}
