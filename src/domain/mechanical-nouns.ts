import type { PartClass } from './part-class.js'
import type { PartText } from './part-values.js'

/** What mechanical parts are called; plurals are understood. Longer names win: a `lead screw` is no screw. */
const NAMES: Partial<Record<PartClass, readonly string[]>> = {
  screw: [
    ...['screw', 'bolt', 'shcs', 'bhcs', 'fhcs', 'setscrew', 'self tapping', 'schraube', 'zylinderkopfschraube'],
    ...['senkkopfschraube', 'gewindestift', 'madenschraube', 'vis', 'tornillo'],
  ],
  nut: [
    ...['nut', 'lock nut', 'locknut', 'nyloc', 'nylock', 'nylon insert nut', 'nylon insert lock nut', 't nut'],
    ...['mutter', 'stoppmutter', 'ecrou', 'tuerca'],
  ],
  washer: ['washer', 'shim', 'unterlegscheibe', 'scheibe', 'rondelle', 'arandela'],
  insert: ['insert', 'insert nut', 'heat set nut', 'heatset nut', 'knurled nut', 'gewindeeinsatz'],
  standoff: [
    'standoff',
    'stand off',
    'hex spacer',
    'threaded spacer',
    'pcb spacer',
    'abstandsbolzen',
    'abstandshalter',
  ],
  pin: [
    ...['dowel', 'dowel pin', 'steel pin', 'parallel pin', 'spring pin', 'roll pin', 'cotter pin', 'split pin'],
    ...['taper pin', 'cylindrical pin', 'zylinderstift'],
  ],
  bearing: ['bearing', 'ball bearing', 'kugellager', 'roulement', 'rodamiento'],
  linear: [
    ...['linear bearing', 'linear ball bearing', 'linear carriage', 'linear block', 'linear rail', 'linear guide'],
    ...['linear rod', 'linear shaft', 'smooth rod', 'guide rod', 'mgn carriage', 'rail block'],
  ],
  extrusion: [
    'extrusion',
    'aluminium profile',
    'aluminum profile',
    'v slot',
    't slot',
    'extruded profile',
    'aluprofil',
  ],
  lead_screw: [
    'lead screw',
    'leadscrew',
    'lead screw nut',
    'leadscrew nut',
    'ball screw',
    'ballscrew',
    'ball screw nut',
    'trapezoidal screw',
    'trapezgewindespindel',
  ],
  belt: ['belt', 'timing belt', 'zahnriemen'],
  pulley: ['pulley', 'idler', 'idler pulley', 'timing pulley'],
  coupler: [
    ...['shaft coupler', 'shaft coupling', 'motor coupler', 'motor coupling', 'flexible coupler', 'flexible coupling'],
    ...['rigid coupler', 'rigid coupling', 'wellenkupplung'],
  ],
  motor: ['motor', 'stepper', 'stepper motor', 'servo motor', 'schrittmotor'],
  magnet: ['magnet', 'neodymium magnet'],
  filament: ['filament'],
}

/** Names that tell only beside a size: alone they are said of many things (`4 pin header`). */
const SHORT_NAMES: Readonly<Record<string, PartClass>> = {
  pin: 'pin',
  spacer: 'standoff',
  rod: 'linear',
  rail: 'linear',
  carriage: 'linear',
  profile: 'extrusion',
  coupler: 'coupler',
  coupling: 'coupler',
  servo: 'motor',
}

/** What a text may be about instead: the `screw` of a screw terminal is not bought. */
const OTHER_NAMES = [
  ...[
    'terminal',
    'terminal block',
    'terminal strip',
    'connector',
    'header',
    'pin header',
    'pin socket',
    'plug',
    'cable',
  ],
  ...['wire', 'driver', 'screwdriver', 'bit', 'tap', 'drill', 'wrench', 'spanner', 'key', 'tool', 'glue', 'lock fluid'],
  ...[
    'feet',
    'foot',
    'hole',
    'clip',
    'bracket',
    'mount',
    'holder',
    'cover',
    'plate',
    'sheet',
    'spring',
    'gear',
    'clamp',
  ],
  ...[
    'kit',
    'assortment',
    'screw set',
    'nut set',
    'fan',
    'heatsink',
    'heat sink',
    'sensor',
    'switch',
    'tensioner',
    'pcb',
  ],
  ...[
    'threaded rod',
    'extruder',
    'hotend',
    'nozzle',
    'cutter',
    'board',
    'controller',
    'shield',
    'hat',
    'dryer',
    'tube',
  ],
  ...[
    'eye',
    'hook',
    'cap cover',
    'block holder',
    'lens',
    'dongle',
    'lubricant',
    'grease',
    'socket wrench',
    'enclosure',
  ],
  ...['wheel', 'corner', 'joint', 'end cap', 'damper', 'gearbox', 'encoder', 'pillow block'],
] as const

/** The names of these classes, as a family gives them to the search for classes in words. */
export function namesOf(...classes: readonly PartClass[]): Record<string, PartClass> {
  return Object.fromEntries(classes.flatMap((cls) => (NAMES[cls] ?? []).map((name) => [name, cls] as const)))
}

/**
 * What a text is about, by its nouns: the last one before a preposition or comma is the thing (`Lead screw nut Tr8x2`,
 * `Washer for M3 screws`). The first field that names anything decides. `other` is a thing that no family here reads.
 */
export function thingNamed({ fields }: PartText): Thing | undefined {
  for (const { field, text } of fields) {
    for (const piece of text.toLowerCase().split(PIECES)) {
      const thing = lastThing(piece)
      if (thing !== undefined && !(thing === 'other' && PLACES_OF_USE.has(field))) return thing
    }
  }
  return undefined
}

function lastThing(piece: string): Thing | undefined {
  const words = piece.match(/\p{L}+/gu) ?? []
  let last: Thing | undefined
  for (let at = 0; at < words.length;) {
    const { thing, length } = thingAt(words, at)
    last = thing ?? last
    at += length
  }
  return last
}

function thingAt(words: readonly string[], at: number): { thing: Thing | undefined; length: number } {
  const first = words[at] ?? ''
  if (!BEGINNINGS.has(first) && !BEGINNINGS.has(singular(first))) return NO_THING
  for (let length = Math.min(MOST_WORDS, words.length - at); length > 0; length--) {
    const name = words.slice(at, at + length).join(' ')
    const thing = THINGS.get(name) ?? THINGS.get(singular(name))
    if (thing !== undefined) return { thing, length }
  }
  return NO_THING
}

function singular(name: string): string {
  return name.replace(/(?:(?<=sh|ch|x)es|s)$/, '')
}

/** Whether a part is of this class: by its name, or, when it is called nothing, by what is known of it. */
export function isCalled(thing: Thing | undefined, cls: PartClass, known: readonly PartClass[]): boolean {
  return thing === undefined ? known.includes(cls) : thing === cls
}

/** Whether a part may be of this class by what it is called: a `screw terminal` is no screw. */
export function mayBe(text: PartText, cls: PartClass): boolean {
  const thing = NAMES[cls] === undefined ? undefined : thingNamed(text)
  return thing === undefined || thing === cls
}

const MOST_WORDS = 4
const THINGS: ReadonlyMap<string, Thing> = new Map<string, Thing>([
  ...OTHER_NAMES.map((name) => [name, 'other'] as const),
  ...Object.entries(SHORT_NAMES),
  ...Object.entries(namesOf(...(Object.keys(NAMES) as PartClass[]))),
])
/** First words of the names */
const BEGINNINGS: ReadonlySet<string> = new Set([...THINGS.keys()].flatMap((name) => name.split(' ').slice(0, 1)))
const NO_THING = { thing: undefined, length: 1 }
/** Here stands as often what the part is for: `PCB mount`. */
const PLACES_OF_USE = new Set(['value', 'package'])
const PIECES = /[,;()[\]]|(?<!\p{L})(?:for|with|without|incl|including|fits|f[üu]r|mit|ohne|pour|para)(?!\p{L})|w\//iu

/** A class whose parts are called by name here, or anything else that has one. */
export type Thing = PartClass | 'other'
