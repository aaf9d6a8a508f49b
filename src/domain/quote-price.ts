import type { DeliveryChoice } from './delivery-zone.js'
import { denseInfillFactor } from './layer-estimate.js'
import type { MeshFeatures } from './layer-features.js'
import type { PartSize } from './machine-fit.js'
import { ESTIMATOR } from './mesh-estimate.js'
import { percentOf } from './money.js'
import type { Overhang } from './mesh-signals.js'
import { planPrintJob, type PrintJob } from './print-job.js'
import { PRESETS } from './print-presets.js'
import type { PrintSettings } from './print-settings.js'
import { chooseDelivery, offerShipping, type QuoteDelivery, type ShippingOffer } from './quote-delivery.js'
import { billJob, sumOf, type QuoteLines, type QuoteRates } from './quote-lines.js'
import type { MachineWord, MaterialPrint, PrintMachine, RateCard } from './rate-card.js'

export interface PriceRequest {
  readonly card: RateCard
  readonly settings: PrintSettings
  /** the settings' material as it is printed, and the machine that was chosen for it */
  readonly material: MaterialPrint & { readonly densityGPerCm3: number }
  readonly machine: PrintMachine
  readonly size: PartSize
  readonly overhang: Overhang
  readonly features: MeshFeatures
  readonly delivery: DeliveryChoice
}

/** What a price is computed from: plain data, enough to compute it again for another address or a real slice. */
interface PricedJob {
  readonly source: 'instant' | 'slicer'
  /** what the numbers of the job come from */
  readonly engine: string
  readonly rateCardVersion: number
  readonly currency: string
  readonly machine: MachineWord
  readonly job: PrintJob
  readonly rates: QuoteRates
  readonly shipping: ShippingOffer
  readonly factors: TimeFactors
}

/** A price with everything it was made of, stored with the quote. Amounts in minor units. */
export interface QuotePrice extends PricedJob {
  readonly lines: QuoteLines
  readonly delivery: QuoteDelivery
  readonly subtotalMinor: number
  readonly taxMinor: number
  readonly totalMinor: number
}

/** How the settings change the time, for the shopper's eyes. */
interface TimeFactors {
  readonly layerHeight: number
  readonly infill: number
  readonly material: number
}

/** The instant price of an order (quoting.md 15). Equal requests give equal paise. */
export function priceQuote(request: PriceRequest): QuotePrice {
  const { card, settings, size } = request
  const job = planPrintJob({ ...request, labour: card.labour })
  const priced: PricedJob = {
    source: 'instant',
    engine: ESTIMATOR,
    rateCardVersion: card.version,
    currency: card.currency,
    machine: request.machine.word,
    job,
    rates: ratesOf(request),
    shipping: offerShipping(card, { size, modelMg: job.piece.modelMg, quantity: settings.quantity }),
    factors: timeFactors(request),
  }
  return addUp(priced, request.delivery)
}

/** The same job brought elsewhere: only the delivery line, the tax and the total change. */
export function withDelivery(price: QuotePrice, choice: DeliveryChoice): QuotePrice {
  return addUp(price, choice)
}

/** What a slicer says of all plates together; skirts and supports are in both numbers. */
export interface SliceTotals {
  readonly weightMg: number
  readonly totalSeconds: number
  /** program and version */
  readonly engine: string
}

/** The firm price: weight and time of a real slice instead of the estimate's (quoting.md 17). */
export function withSlice(price: QuotePrice, slice: SliceTotals): QuotePrice {
  const { weightMg: baseMg, totalSeconds, engine } = slice
  const job = { ...price.job, baseMg, totalSeconds, supportMg: 0, supportSeconds: 0 }
  return addUp({ ...price, source: 'slicer', engine, job }, price.delivery)
}

function addUp(priced: PricedJob, choice: DeliveryChoice): QuotePrice {
  const lines = billJob(priced.job, priced.rates)
  const subtotalMinor = sumOf(lines)
  const delivery = chooseDelivery(priced.shipping, choice, subtotalMinor)
  const taxMinor = percentOf(subtotalMinor + delivery.chargeMinor, priced.rates.taxPercent)
  const totalMinor = subtotalMinor + delivery.chargeMinor + taxMinor
  return { ...priced, lines, delivery, subtotalMinor, taxMinor, totalMinor }
}

function ratesOf({ card, settings, material, machine }: PriceRequest): QuoteRates {
  return {
    densityGPerCm3: material.densityGPerCm3,
    minorPerKg: material.minorPerKg,
    machineMinorPerHour: machine.minorPerHour,
    labourMinorPerHour: card.labour.minorPerHour,
    setupMinutes: card.labour.setupMinutes,
    plateChangeMinutes: card.labour.plateChangeMinutes,
    wastePercent: card.wastePercent,
    rushPercent: settings.isRush ? card.rushPercent : 0,
    minimumMinor: card.minimumMinor,
    taxPercent: card.taxPercent,
  }
}

function timeFactors({ settings, material }: PriceRequest): TimeFactors {
  return {
    layerHeight: 0.2 / PRESETS[settings.preset].layerHeightMm,
    infill: denseInfillFactor(settings.infillPercent / 100),
    material: material.timeFactor,
  }
}
