import type { PartClass } from './part-class.js'
import type { PartText } from './part-values.js'

/** What mechanical parts are called; plurals are understood. Longer names win: a `lead screw` is no screw. */
const NAMES: Partial<Record<PartClass, readonly string[]>> = {
  screw: [
    ...['screw', 'bolt', 'shcs', 'bhcs', 'fhcs', 'setscrew', 'self tapping', 'schraube', 'zylinderkopfschraube'],
    ...['senkkopfschraube', 'gewindestift', 'madenschraube', 'vis', 'tornillo', '螺丝', '螺钉'],
  ],
  nut: [
    ...['nut', 'lock nut', 'locknut', 'nyloc', 'nylock', 'nylon insert nut', 'nylon insert lock nut', 't nut'],
    ...['mutter', 'stoppmutter', 'ecrou', 'tuerca', '螺母'],
  ],
  washer: ['washer', 'shim', 'unterlegscheibe', 'scheibe', 'rondelle', 'arandela', '垫片'],
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
  bearing: ['bearing', 'ball bearing', 'kugellager', 'roulement', 'rodamiento', '轴承'],
  linear: [
    ...['linear bearing', 'linear ball bearing', 'linear carriage', 'linear block', 'linear rail', 'linear guide'],
    ...['linear rod', 'linear shaft', 'smooth rod', 'guide rod', 'mgn carriage', 'rail block'],
  ],
  extrusion: ['extrusion', 'aluminium profile', 'aluminum profile', 'v slot', 't slot', 'extruded profile'],
  lead_screw: [
    'lead screw',
    'leadscrew',
    'lead screw nut',
    'leadscrew nut',
    'ball screw',
    'ballscrew',
    'trapezoidal screw',
  ],
  belt: ['belt', 'timing belt', 'zahnriemen'],
  pulley: ['pulley', 'idler', 'idler pulley', 'timing pulley'],
  coupler: ['coupler', 'shaft coupler', 'coupling', 'shaft coupling', 'motor coupler', 'motor coupling'],
  motor: ['motor', 'stepper', 'stepper motor', 'servo motor'],
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
] as const

/** The names of these classes, as a family gives them to the search for classes in words. */
export function namesOf(...classes: readonly PartClass[]): Record<string, PartClass> {
  return Object.fromEntries(classes.flatMap((cls) => (NAMES[cls] ?? []).map((name) => [name, cls] as const)))
}

/**
 * What a text is about, by its nouns: the last one before a preposition or comma is the thing (`Lead screw nut Tr8x2`,
 * `Washer for M3 screws`). The first field that names anything decides. `other` is a thing that no family here reads.
 */
export function thingNamed({ fields }: PartText): PartClass | 'other' | undefined {
  for (const { field, text } of fields) {
    for (const piece of text.toLowerCase().split(PIECES)) {
      const names = [...piece.matchAll(NAME)].map(([, name = '']) => name.replace(/[ -]+/g, ' '))
      const last = names.at(-1)
      const cls = last === undefined ? undefined : (CLASS_OF_NAME.get(last) ?? 'other')
      if (cls !== undefined && !(cls === 'other' && PLACES_OF_USE.has(field))) return cls
    }
  }
  return undefined
}

const CLASS_OF_NAME: ReadonlyMap<string, PartClass> = new Map([
  ...Object.entries(SHORT_NAMES),
  ...Object.entries(namesOf(...(Object.keys(NAMES) as PartClass[]))),
])
/** Here stands as often what the part is for: `PCB mount`. */
const PLACES_OF_USE = new Set(['value', 'package'])
const PIECES = /[,;()[\]]|(?<!\p{L})(?:for|with|without|incl|including|fits|f[üu]r|mit|ohne|pour|para)(?!\p{L})|w\//iu
const NAME = new RegExp(
  `(?<!\\p{L})(${[...CLASS_OF_NAME.keys(), ...OTHER_NAMES]
    .sort((one, other) => other.length - one.length)
    .map((name) => name.replaceAll(' ', '[ -]+'))
    .join('|')})(?:s|es)?(?![\\p{L}])`,
  'gu',
)
