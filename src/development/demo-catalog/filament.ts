import { checkedGtin } from './gtin.js'
import { HOUSE_BRAND, MICRO, type ShelfItem } from './shelf-item.js'

interface Material {
  readonly name: string
  readonly rupeesPerKilogram: number
  readonly weights: readonly Weight[]
  readonly compatibility: readonly string[]
}

type Weight = 0.25 | 0.5 | 1 | 3

const OPEN_PRINTERS = ['Bambu Lab A1', 'Bambu Lab P1S', 'Creality Ender-3 V3', 'Prusa MK4S', 'Prusa MINI+']
const CLOSED_PRINTERS = ['Bambu Lab P1S', 'Bambu Lab X1C', 'Voron 2.4']
const MATERIALS: readonly Material[] = [
  { name: 'PLA', rupeesPerKilogram: 899, weights: [0.25, 1, 3], compatibility: OPEN_PRINTERS },
  { name: 'PLA+', rupeesPerKilogram: 999, weights: [1, 3], compatibility: OPEN_PRINTERS },
  { name: 'PETG', rupeesPerKilogram: 1_049, weights: [0.25, 1, 3], compatibility: OPEN_PRINTERS },
  { name: 'ABS', rupeesPerKilogram: 949, weights: [1, 3], compatibility: CLOSED_PRINTERS },
  { name: 'ABS-GF', rupeesPerKilogram: 1_799, weights: [1], compatibility: CLOSED_PRINTERS },
  { name: 'ASA', rupeesPerKilogram: 1_399, weights: [0.25, 1, 3], compatibility: CLOSED_PRINTERS },
  { name: 'TPU', rupeesPerKilogram: 1_699, weights: [0.25, 0.5, 1], compatibility: OPEN_PRINTERS },
  { name: 'PC', rupeesPerKilogram: 2_299, weights: [1], compatibility: CLOSED_PRINTERS },
  { name: 'PA', rupeesPerKilogram: 2_799, weights: [1], compatibility: CLOSED_PRINTERS },
]
const COLORS = [
  ...['black', 'white', 'grey', 'red', 'orange', 'yellow', 'green', 'blue'],
  ...['purple', 'pink', 'brown', 'silver', 'gold', 'transparent'],
]
/** Half a kilogram is kept in the usual colours only. */
const USUAL_COLORS = 8
/** These two stand on the shelf under their own SKUs. */
const NAMED = new Set(['PLA red 1', 'PETG transparent 1'])

/** Spools of the house: nine materials, fourteen colours, and the weights that sell. */
export function filaments(): ShelfItem[] {
  return MATERIALS.flatMap((material) =>
    material.weights.flatMap((weight) =>
      (weight === 0.5 ? COLORS.slice(0, USUAL_COLORS) : COLORS)
        .filter((color) => !NAMED.has(`${material.name} ${color} ${weight}`))
        .map((color) => filament(material, color, weight)),
    ),
  )
}

function filament(material: Material, color: string, weight: Weight): ShelfItem {
  const { name } = material
  const mass = weight < 1 ? `${weight * 1_000} g` : `${weight} kg`
  const code = `${name.replace('+', 'P').replace('-', '')}-${color.slice(0, 6)}-${mass.replace(' ', '')}`.toUpperCase()
  return {
    sku: `MKX-FIL-${code}`,
    name: `${name} filament ${color} 1.75 mm ${mass}`,
    description: `Spool of ${name} for 3D printers, wound evenly, vacuum packed with a drying agent.`,
    category: 'filament',
    brand: HOUSE_BRAND,
    priceMinor: Math.round(material.rupeesPerKilogram * weight * (weight < 1 ? 1.3 : 1)) * 100,
    cls: 'filament',
    specifications: { material: name, color, diameter: '1.75 mm', net_weight: mass },
    states: { material: name.toLowerCase(), color, diameter: 1_750, mass: weight * MICRO },
    attributes: { material: name, diameter: '1.75mm', color },
    compatibility: material.compatibility,
    gtin: checkedGtin(`MKX-FIL-${code}`),
    tags: ['3d-printing', name === 'TPU' ? 'flexible' : 'rigid'],
  }
}
