import { fitMachine, type PartSize } from '../domain/machine-fit.js'
import type { MeshFeatures } from '../domain/layer-features.js'
import type { Overhang } from '../domain/mesh-signals.js'
import { readPrintSettings } from '../domain/print-settings.js'
import { priceQuote } from '../domain/quote-price.js'
import { findMaterial, RATE_CARD } from '../domain/rate-card.js'

/** A part as far as a price needs it, with features of the standard preset. */
export interface ReferencePart {
  readonly size: PartSize
  readonly overhang: Overhang
  readonly features: MeshFeatures
}

/** Weight, time and price of one piece in PLA, standard, 20 %, without supports and delivery; undefined if it fits no machine. */
export function referencePrice(part: ReferencePart): ReferencePrice | undefined {
  const { settings } = readPrintSettings({}, RATE_CARD, '')
  const material = findMaterial(RATE_CARD, 'PLA')
  if (settings === undefined || !material?.print) return undefined
  const fit = fitMachine(part.size, material.print, RATE_CARD.machines)
  if (fit.fit !== 'fits') return undefined
  const price = priceQuote({
    ...part,
    card: RATE_CARD,
    settings,
    material: { ...material.print, densityGPerCm3: material.densityGPerCm3 },
    machine: fit.machine,
    delivery: { method: 'unknown' },
  })
  return { weightG: price.job.baseMg / 1000, seconds: price.job.totalSeconds, rupees: price.totalMinor / 100 }
}

export interface ReferencePrice {
  readonly weightG: number
  readonly seconds: number
  readonly rupees: number
}
