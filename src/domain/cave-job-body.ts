import type { Address } from './address.js'
import { minorToWire } from './money.js'
import { printParameters, type PrintSettings } from './print-settings.js'
import type { QuotePrice } from './quote-price.js'

/** What a job is made of: numbers of the quote, words of the service order. */
export interface CaveJobFacts {
  readonly number: number
  readonly fileKey: string
  readonly fileUrl: string
  readonly price: QuotePrice
  readonly settings: PrintSettings
  /** box of one piece, mm */
  readonly sizeMm: readonly [number, number, number]
  readonly weightMg: number
  readonly timeSeconds: number
  readonly priority: string
  readonly deliveryMode: 'ship' | 'pickup'
  readonly address: Address | null
  readonly instructions: string | null
  readonly estimatedDelivery: Date | null
}

const NOZZLE_MM = 0.4
const SMALLEST_BED_MM = 200
const BED_MARGIN_MM = 10

/** The body of `POST /bridge/jobs`: frozen with the service order, so that every try sends the same bytes. */
export function caveJobBody(facts: CaveJobFacts): Record<string, unknown> {
  const print = printParameters(facts.settings)
  const estimate = estimateOf(facts)
  const capabilities = {
    min_nozzle_mm: NOZZLE_MM,
    bed_min_mm: facts.sizeMm.map((side) => Math.max(SMALLEST_BED_MM, Math.ceil(side + BED_MARGIN_MM))),
  }
  return {
    external_order_id: String(facts.number),
    service_order_id: facts.number,
    source: 'makrx_store',
    title: `3D print: ${print.material}, ${print.quality} x${print.quantity}`,
    description: describe(facts),
    file_url: facts.fileUrl,
    upload_file_key: facts.fileKey,
    requirements: {
      material: print.material,
      quality: print.quality,
      quantity: print.quantity,
      infill_percentage: print.infill_percentage,
      layer_height: print.layer_height,
      supports: print.supports,
      brim: print.brim,
      unit: 'mm',
      color: print.color,
      ...estimate,
      estimated_time_minutes: estimate.est_time_min,
      capabilities,
    },
    material: print.material,
    quality: print.quality,
    ...estimate,
    capabilities,
    delivery: deliveryOf(facts),
    customer_info: customerOf(facts),
    priority: facts.priority,
    deadline: facts.estimatedDelivery?.toISOString() ?? null,
    budget: minorToWire(facts.price.subtotalMinor),
  }
}

function estimateOf(facts: CaveJobFacts): { est_weight_g: number; est_time_min: number } {
  return { est_weight_g: Math.round(facts.weightMg / 10) / 100, est_time_min: Math.round(facts.timeSeconds / 60) }
}

function describe({ settings, instructions }: CaveJobFacts): string {
  const parts = [
    `infill ${settings.infillPercent} %`,
    settings.hasSupports ? 'with supports' : 'no supports',
    settings.color ? `colour ${settings.color}` : null,
    instructions,
  ]
  return parts
    .filter((part) => part !== null)
    .join(', ')
    .replaceAll(/\s+/g, ' ')
}

function deliveryOf({ deliveryMode, address, estimatedDelivery }: CaveJobFacts): Record<string, unknown> {
  return {
    mode: deliveryMode,
    address: address ?? {},
    city: address?.city ?? null,
    pincode: address?.postalCode ?? null,
    estimated_date: estimatedDelivery?.toISOString() ?? null,
  }
}

/** Name and phone only; an e-mail never leaves the store. */
function customerOf({ address }: CaveJobFacts): Record<string, string> {
  return {
    ...(address?.name ? { name: address.name } : {}),
    ...(address?.phone ? { phone: address.phone } : {}),
  }
}
