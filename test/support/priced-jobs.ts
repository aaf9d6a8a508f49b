import type { DeliveryChoice } from '../../src/domain/delivery-zone.js'
import { fitMachine } from '../../src/domain/machine-fit.js'
import { measureLayers } from '../../src/domain/mesh-layers.js'
import { PRESETS } from '../../src/domain/print-presets.js'
import { readPrintSettings, type PrintSettings, type WishedSettings } from '../../src/domain/print-settings.js'
import { priceQuote, type PriceRequest, type QuotePrice } from '../../src/domain/quote-price.js'
import { findMaterial, RATE_CARD } from '../../src/domain/rate-card.js'
import type { GoldenShape } from './golden-shapes.js'

export const UNKNOWN: DeliveryChoice = { method: 'unknown' }
export const PICKUP: DeliveryChoice = { method: 'pickup' }
export const ship = (zone: 'local' | 'metro' | 'india'): DeliveryChoice => ({ method: 'ship', zone })

/** Everything `priceQuote` wants for a shape, as a shopper's wish on rate card 1. */
export function priceRequest(shape: GoldenShape, wished: WishedSettings, delivery: DeliveryChoice): PriceRequest {
  const settings = settingsOf(wished)
  const material = findMaterial(RATE_CARD, settings.material)
  if (!material?.print) throw new Error(`${settings.material} is not printed`)
  const fit = fitMachine(shape.size, material.print, RATE_CARD.machines)
  if (fit.fit !== 'fits') throw new Error(fit.fit)
  return {
    card: RATE_CARD,
    settings,
    material: { ...material.print, densityGPerCm3: material.densityGPerCm3 },
    machine: fit.machine,
    size: shape.size,
    overhang: shape.overhang,
    features: measureLayers(shape.mesh, PRESETS[settings.preset]),
    delivery,
  }
}

export function price(shape: GoldenShape, wished: WishedSettings, delivery: DeliveryChoice): QuotePrice {
  return priceQuote(priceRequest(shape, wished, delivery))
}

export function settingsOf(wished: WishedSettings): PrintSettings {
  const { settings, problems } = readPrintSettings(wished, RATE_CARD, 'body')
  if (!settings) throw new Error(JSON.stringify(problems))
  return settings
}
