import type { PartClass } from '../../domain/part-class.js'
import { BRANDS } from './brands.js'
import { SEMICONDUCTORS, type SemiconductorRow } from './semiconductor-table.js'
import { HOUSE_BRAND, STRIP, type ShelfItem } from './shelf-item.js'

/** Diodes, transistors and integrated circuits by their makers' numbers, and light emitting diodes of the house. */
export function semiconductors(): ShelfItem[] {
  const listed = Object.entries(SEMICONDUCTORS) as [PartClass, readonly SemiconductorRow[]][]
  return [...listed.flatMap(([cls, rows]) => rows.map((row) => semiconductor(cls, row))), ...leds()]
}

function semiconductor(cls: PartClass, [mpn, brand, size, what, rupees]: SemiconductorRow): ShelfItem {
  const isWired = /^(?:DO-|TO-(?!2[56])|DIP|Multi)/.test(size)
  return {
    sku: `MKX-${SKU_LETTER[cls] ?? 'U'}-${mpn.replace(/[^A-Z0-9]/gi, '').toUpperCase()}`,
    name: `${mpn} ${what} ${size}`,
    description: `${BRANDS[brand]?.name ?? ''} ${mpn}.`,
    category: CATEGORIES[cls] ?? '',
    brand,
    priceMinor: rupees * 100,
    cls,
    specifications: { part: mpn, package: size },
    states: {
      ...{ part_name: baseName(mpn), ...caseOf(size) },
      ...(cls === 'transistor' && { polarity: polarityOf(what) }),
    },
    mpns: [mpn],
    tags: [isWired ? 'through-hole' : 'smd'],
  }
}

/** Without the codes of reels, temperature ranges and plating. */
function baseName(mpn: string): string {
  return mpn
    .replace(/^SN(?=74)/, '')
    .replace(/-7-F$|-TP$|\+$|\/.*$/, '')
    .toLowerCase()
}

/** Tables say it first: `NPN transistor`, `N-channel MOSFET`. */
function polarityOf(what: string): string {
  return (/^[NP]+/.exec(what)?.[0] ?? '').toLowerCase()
}

/** Pads around the edge of a board are no case. */
function caseOf(size: string): { package?: string } {
  return size.startsWith('SMD') ? {} : { package: CASE_NAMES[size] ?? size.toLowerCase() }
}

/** Cases that other makers call otherwise. */
const CASE_NAMES: Readonly<Record<string, string>> = {
  'DO-201AD': 'do-201',
  'VSON-14': 'son-14',
  'UFQFPN-48': 'qfn-48',
}

const CATEGORIES: Partial<Record<PartClass, string>> = { diode: 'diodes', transistor: 'transistors', ic: 'circuits' }

const SKU_LETTER: Partial<Record<PartClass, string>> = { diode: 'D', transistor: 'Q' }

const LED_COLORS = ['red', 'green', 'blue', 'yellow', 'white', 'orange']

function leds(): ShelfItem[] {
  return ['0603', '0805', '5 mm'].flatMap((size) => LED_COLORS.map((color) => led(color, size)))
}

function led(color: string, size: string): ShelfItem {
  const isChip = size !== '5 mm'
  return {
    sku: `MKX-LED-${isChip ? size : '5MM'}-${color.toUpperCase()}`,
    name: `LED ${color} ${size}`,
    description: `Light emitting diode, strip of ${STRIP}.`,
    category: 'leds',
    brand: HOUSE_BRAND,
    priceMinor: isChip ? 2_000 : 1_500,
    cls: 'led',
    specifications: { color, package: size },
    states: { color, package: isChip ? size : '5mm' },
    tags: [isChip ? 'smd' : 'through-hole'],
    packSize: STRIP,
  }
}
