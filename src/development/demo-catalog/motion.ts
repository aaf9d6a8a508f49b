import type { PartClass } from '../../domain/part-class.js'
import { HOUSE_BRAND, MICRO, MILLI, plainNumber, steps, type ShelfItem } from './shelf-item.js'

const PROFILES = [2020, 2040, 3030, 3060, 4040]
const PROFILE_LENGTHS = [100, 200, 250, 300, 350, 400, 500, 600, 800, 1_000]
const BELT_WIDTHS = [6, 9, 10]
const BELT_LOOPS = [110, 158, 188, 200, 232, 280, 300, 400, 610, 852]
const SCREW_LENGTHS = [150, 200, 250, 300, 350, 400, 500, 600]
const SCREW_LEADS = [2, 4, 8]
/** Frame, body length in mm, torque in N cm, current in A. */
const MOTORS: readonly (readonly [frame: number, length: number, torque: number, amperes: number])[] = [
  [14, 28, 12, 0.8],
  [14, 34, 18, 1],
  [17, 23, 16, 1],
  [17, 34, 26, 1.2],
  [17, 40, 42, 1.5],
  [17, 48, 55, 1.7],
  [17, 60, 65, 2.1],
  [23, 56, 126, 2.8],
  [23, 76, 189, 2.8],
  [23, 112, 300, 4.2],
]
const COUPLER_BORES: readonly (readonly [number, number])[] = [
  [5, 5],
  [5, 6.35],
  [5, 8],
  [5, 10],
  [6.35, 8],
  [6.35, 10],
  [8, 8],
]

/** Profiles, belts, pulleys, motors, lead screws and couplers. */
export function motionParts(): ShelfItem[] {
  return [
    ...PROFILES.flatMap((profile) => PROFILE_LENGTHS.map((length) => extrusion(profile, length))),
    ...BELT_WIDTHS.map((width) => openBelt(width)),
    ...BELT_LOOPS.map((length) => closedBelt(length)),
    ...[16, 20].flatMap((teeth) =>
      [5, 6.35, 8].flatMap((bore) => BELT_WIDTHS.map((width) => pulley(teeth, bore, width))),
    ),
    ...[16, 20].flatMap((teeth) =>
      [3, 5].flatMap((bore) => [idler(teeth, bore, 'toothed'), idler(teeth, bore, 'smooth')]),
    ),
    ...MOTORS.map((row) => motor(row)),
    ...SCREW_LEADS.flatMap((lead) => [...SCREW_LENGTHS.map((length) => leadScrew(lead, length)), leadNut(lead)]),
    ...COUPLER_BORES.flatMap((bores) => [coupler('flexible', bores), coupler('rigid', bores)]),
  ]
}

function extrusion(profile: number, length: number): ShelfItem {
  return motion('extrusion', {
    sku: `MKX-EXT-${profile}-${length}`,
    name: `Aluminium extrusion ${profile} ${length} mm`,
    description: 'Profile with slots, cut straight, anodised.',
    specifications: { profile: String(profile), length: `${length} mm` },
    states: { profile: String(profile), length: length * MILLI },
    priceMinor: Math.round((profile / 100) * length * 1.4),
  })
}

function openBelt(width: number): ShelfItem {
  return {
    ...motion('belt', {
      sku: `MKX-GT2-${width}-M`,
      name: `GT2 belt ${width} mm open`,
      description: 'Timing belt with fibre glass, sold by the metre.',
      specifications: { family: 'GT2', width: `${width} mm`, kind: 'open' },
      states: { profile: 'gt2', belt_width: width * MILLI, kind: 'open' },
      priceMinor: 6_000 + width * 1_000,
    }),
    packSize: 1_000,
    baseUnit: 'mm',
    trackInventory: false,
  }
}

function closedBelt(length: number): ShelfItem {
  return motion('belt', {
    sku: `MKX-GT2-6-L${length}`,
    name: `GT2 belt 6 mm closed ${length} mm`,
    description: 'Timing belt as a loop.',
    specifications: { family: 'GT2', width: '6 mm', length: `${length} mm`, kind: 'closed' },
    states: { profile: 'gt2', belt_width: 6 * MILLI, length: length * MILLI, kind: 'closed' },
    priceMinor: 9_000 + length * 10,
  })
}

function pulley(teeth: number, bore: number, width: number): ShelfItem {
  return motion('pulley', {
    sku: `MKX-PUL-${teeth}-${plainNumber(bore).replace('.', '')}-W${width}`,
    name: `GT2 pulley ${teeth} teeth bore ${plainNumber(bore)} mm for ${width} mm belt`,
    description: 'Aluminium pulley with two set screws.',
    specifications: {
      family: 'GT2',
      teeth: `${teeth} teeth`,
      bore: `${plainNumber(bore)} mm`,
      belt_width: `${width} mm`,
    },
    states: { profile: 'gt2', teeth, bore: steps(bore, MILLI), belt_width: width * MILLI, kind: 'drive pulley' },
    priceMinor: 9_000 + teeth * 150 + width * 200,
  })
}

function idler(teeth: number, bore: number, kind: string): ShelfItem {
  return motion('pulley', {
    sku: `MKX-IDL-${teeth}-${bore}-${kind.toUpperCase().slice(0, 6)}`,
    name: `GT2 idler pulley ${teeth} teeth bore ${bore} mm ${kind} for 6 mm belt`,
    description: 'Idler on two ball bearings.',
    specifications: {
      family: 'GT2',
      teeth: `${teeth} teeth`,
      bore: `${bore} mm`,
      belt_width: '6 mm',
      kind: `${kind} idler`,
    },
    states: { profile: 'gt2', teeth, bore: bore * MILLI, belt_width: 6 * MILLI, kind: `${kind} idler` },
    priceMinor: 11_000 + bore * 300,
  })
}

function motor([frame, length, torque, amperes]: (typeof MOTORS)[number]): ShelfItem {
  return motion('motor', {
    sku: `MKX-NEMA${frame}-${length}`,
    name: `NEMA ${frame} stepper motor ${length} mm ${amperes} A`,
    description: `Two phases, 1.8 degrees a step, ${torque} N cm.`,
    specifications: { frame: `NEMA ${frame}`, length: `${length} mm`, current: `${amperes} A` },
    states: { frame_size: `nema ${frame}`, length: length * MILLI, current: steps(amperes, MICRO), kind: 'stepper' },
    priceMinor: 40_000 + torque * 700,
  })
}

function leadScrew(lead: number, length: number): ShelfItem {
  return motion('lead_screw', {
    sku: `MKX-TR8X${lead}-${length}`,
    name: `Lead screw Tr8x${lead} ${length} mm`,
    description: 'Trapezoidal screw of stainless steel, without nut.',
    specifications: { thread: `Tr8x${lead}`, length: `${length} mm` },
    states: { diameter: 8 * MILLI, lead: lead * MILLI, length: length * MILLI, kind: 'screw' },
    priceMinor: 12_000 + length * 90,
  })
}

function leadNut(lead: number): ShelfItem {
  return motion('lead_screw', {
    sku: `MKX-TR8X${lead}-NUT`,
    name: `Lead screw nut Tr8x${lead} brass`,
    description: 'Flanged nut for trapezoidal screws.',
    specifications: { thread: `Tr8x${lead}`, kind: 'nut', material: 'brass' },
    states: { diameter: 8 * MILLI, lead: lead * MILLI, kind: 'nut' },
    priceMinor: 8_000,
  })
}

function coupler(kind: string, [first, second]: readonly [number, number]): ShelfItem {
  const bores = `${plainNumber(first)}x${plainNumber(second)}`
  return motion('coupler', {
    sku: `MKX-CPL-${kind === 'rigid' ? 'R' : 'F'}-${bores.replaceAll('.', '').toUpperCase()}`,
    name: `${kind === 'rigid' ? 'Rigid' : 'Flexible'} shaft coupler ${bores} mm`,
    description: 'Joins a motor with a screw.',
    specifications: { kind: `${kind} coupler`, bores: `${bores} mm` },
    states: { bore: steps(first, MILLI), second_bore: steps(second, MILLI), kind },
    priceMinor: kind === 'rigid' ? 9_000 : 11_000,
  })
}

type MotionTexts = Pick<ShelfItem, 'sku' | 'name' | 'description' | 'specifications' | 'states' | 'priceMinor'>

function motion(cls: PartClass, texts: MotionTexts): ShelfItem {
  return { ...texts, category: 'motion', brand: HOUSE_BRAND, cls, tags: ['motion'] }
}
