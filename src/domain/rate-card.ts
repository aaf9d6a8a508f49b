/** Everything a price depends on besides the model. A quote keeps its version; an edit is a new version. */
export interface RateCard {
  readonly version: number
  readonly currency: 'INR'
  readonly taxPercent: number
  readonly wastePercent: number
  readonly rushPercent: number
  readonly minimumMinor: number
  readonly freeDeliveryFromMinor: number
  readonly labour: LabourRates
  readonly materials: readonly RateCardMaterial[]
  /** cheapest first */
  readonly machines: readonly PrintMachine[]
  readonly zones: Readonly<Record<ZoneWord, DeliveryZoneRates>>
  readonly colors: readonly string[]
}

export interface LabourRates {
  readonly minorPerHour: number
  readonly setupMinutes: number
  readonly plateChangeMinutes: number
  /** minutes of each piece from this one on */
  readonly handling: readonly { readonly fromPiece: number; readonly minutes: number }[]
  readonly supportRemoval: { readonly secondsPerPiece: number; readonly secondsPerGram: number }
}

export interface RateCardMaterial {
  /** the word on the wire */
  readonly word: string
  readonly displayName: string
  readonly description: string
  readonly densityGPerCm3: number
  /** null where a person prices the material */
  readonly print: MaterialPrint | null
  /** null = the card's colours */
  readonly colors: readonly string[] | null
}

export interface MaterialPrint {
  readonly minorPerKg: number
  readonly minLayerTimeS: number
  readonly timeFactor: number
  readonly machines: readonly MachineWord[]
  readonly nozzleC: number
  readonly bedC: number
}

export type MachineWord = 'standard' | 'enclosed' | 'large'

export interface PrintMachine {
  readonly word: MachineWord
  readonly minorPerHour: number
  /** bed and height less margin */
  readonly usableMm: { readonly x: number; readonly y: number; readonly z: number }
}

export const ZONE_WORDS = ['local', 'metro', 'india'] as const
export type ZoneWord = (typeof ZONE_WORDS)[number]

export interface DeliveryZoneRates {
  /** first three digits of the PIN code; none = everything else */
  readonly pinPrefixes: readonly string[]
  /** lower case, used when there is no PIN code */
  readonly cities: readonly string[]
  readonly firstStepMinor: number
  readonly furtherStepMinor: number
  readonly stepGrams: number
  readonly days: number
}

/** The material of a word, whatever its case, spaces and hyphens (`pla plus`, `Carbon-Fiber`); undefined if unknown. */
export function findMaterial(card: RateCard, word: string): RateCardMaterial | undefined {
  const key = materialKey(word)
  return card.materials.find((material) => materialKey(material.word) === key)
}

function materialKey(word: string): string {
  return word
    .toLowerCase()
    .replace(/[\s_-]/g, '')
    .replace(/plus$/, '+')
}

const OPEN_FRAME = ['standard', 'large'] as const
const ENCLOSED = ['enclosed'] as const

/** Version 1, India; amounts in paise. */
export const RATE_CARD: RateCard = {
  version: 1,
  currency: 'INR',
  taxPercent: 18,
  wastePercent: 5,
  rushPercent: 50,
  minimumMinor: 19_900,
  freeDeliveryFromMinor: 250_000,
  labour: {
    minorPerHour: 24_000,
    setupMinutes: 15,
    plateChangeMinutes: 5,
    handling: [
      { fromPiece: 1, minutes: 3 },
      { fromPiece: 11, minutes: 2 },
      { fromPiece: 51, minutes: 1 },
    ],
    supportRemoval: { secondsPerPiece: 150, secondsPerGram: 30 },
  },
  machines: [
    { word: 'standard', minorPerHour: 9_000, usableMm: { x: 240, y: 200, z: 200 } },
    { word: 'enclosed', minorPerHour: 12_000, usableMm: { x: 240, y: 240, z: 240 } },
    { word: 'large', minorPerHour: 16_000, usableMm: { x: 340, y: 340, z: 330 } },
  ],
  colors: ['black', 'white', 'grey', 'red', 'blue'],
  materials: [
    {
      word: 'PLA',
      displayName: 'PLA',
      description: 'Stiff, precise and cheap; softens above 55 °C.',
      densityGPerCm3: 1.24,
      print: { minorPerKg: 140_000, minLayerTimeS: 15, timeFactor: 1, machines: OPEN_FRAME, nozzleC: 210, bedC: 60 },
      colors: null,
    },
    {
      word: 'PLA+',
      displayName: 'PLA+ (tough)',
      description: 'PLA that bends before it breaks.',
      densityGPerCm3: 1.24,
      print: { minorPerKg: 160_000, minLayerTimeS: 15, timeFactor: 1, machines: OPEN_FRAME, nozzleC: 215, bedC: 60 },
      colors: null,
    },
    {
      word: 'PETG',
      displayName: 'PETG',
      description: 'Tough and water-resistant, good outdoors and up to 70 °C.',
      densityGPerCm3: 1.27,
      print: { minorPerKg: 160_000, minLayerTimeS: 15, timeFactor: 1, machines: OPEN_FRAME, nozzleC: 240, bedC: 80 },
      colors: null,
    },
    {
      word: 'ABS',
      displayName: 'ABS',
      description: 'Tough and heat-resistant up to 90 °C.',
      densityGPerCm3: 1.04,
      print: { minorPerKg: 150_000, minLayerTimeS: 20, timeFactor: 1, machines: ENCLOSED, nozzleC: 250, bedC: 100 },
      colors: null,
    },
    {
      word: 'ASA',
      displayName: 'ASA',
      description: 'Like ABS, and sunlight does not harm it.',
      densityGPerCm3: 1.07,
      print: { minorPerKg: 240_000, minLayerTimeS: 20, timeFactor: 1, machines: ENCLOSED, nozzleC: 255, bedC: 100 },
      colors: null,
    },
    {
      word: 'TPU',
      displayName: 'TPU 95A (flexible)',
      description: 'Rubber-like, for grips, seals and bumpers.',
      densityGPerCm3: 1.22,
      print: {
        minorPerKg: 320_000,
        minLayerTimeS: 15,
        timeFactor: 1.55,
        machines: ['standard'],
        nozzleC: 230,
        bedC: 50,
      },
      colors: null,
    },
    {
      word: 'WOOD_PLA',
      displayName: 'wood-filled PLA',
      description: 'PLA with wood fibres: matt, warm, can be sanded.',
      densityGPerCm3: 1.28,
      print: { minorPerKg: 260_000, minLayerTimeS: 15, timeFactor: 1, machines: ['standard'], nozzleC: 200, bedC: 60 },
      colors: ['natural'],
    },
    {
      word: 'CARBON_FIBER',
      displayName: 'carbon-fibre PETG',
      description: 'PETG with carbon fibres: stiff, light, matt black.',
      densityGPerCm3: 1.3,
      print: { minorPerKg: 450_000, minLayerTimeS: 15, timeFactor: 1, machines: ENCLOSED, nozzleC: 260, bedC: 85 },
      colors: ['black'],
    },
    {
      word: 'PA_CF',
      displayName: 'carbon-fibre nylon',
      description: 'The strongest of the list, for parts under load and heat.',
      densityGPerCm3: 1.11,
      print: { minorPerKg: 850_000, minLayerTimeS: 20, timeFactor: 1, machines: ENCLOSED, nozzleC: 275, bedC: 100 },
      colors: ['black'],
    },
    {
      word: 'RESIN',
      displayName: 'resin',
      description: 'Very fine detail; quoted by a person.',
      densityGPerCm3: 1.15,
      print: null,
      colors: null,
    },
  ],
  zones: {
    local: {
      pinPrefixes: ['560', '562'],
      cities: ['bengaluru', 'bangalore'],
      firstStepMinor: 8_000,
      furtherStepMinor: 3_000,
      stepGrams: 500,
      days: 2,
    },
    metro: {
      pinPrefixes: ['110', '400', '411', '500', '600', '700'],
      cities: ['delhi', 'mumbai', 'pune', 'hyderabad', 'chennai', 'kolkata'],
      firstStepMinor: 15_000,
      furtherStepMinor: 4_500,
      stepGrams: 500,
      days: 4,
    },
    india: {
      pinPrefixes: [],
      cities: [],
      firstStepMinor: 20_000,
      furtherStepMinor: 6_000,
      stepGrams: 500,
      days: 5,
    },
  },
}
