import { minorToWire } from './money.js'
import type { PrintJob } from './print-job.js'
import { wasteMg } from './quote-lines.js'
import type { QuotePrice } from './quote-price.js'

/**
 * The breakdown of a quote: the flat amounts of `complete_flows` and the nested groups of the storefront, both from the
 * same lines (contract.md 9.1). Amounts in rupees, masses g, volumes mm³, times hours.
 */
export function quoteBreakdown(price: QuotePrice) {
  return {
    ...flatAmounts(price),
    material: materialGroup(price),
    time: timeGroup(price),
    labor: laborGroup(price),
    delivery: {
      delivery_cost: minorToWire(price.delivery.chargeMinor),
      delivery_method: price.delivery.method,
      estimated_days: price.delivery.days,
    },
    pricing_details: {
      material_cost_per_g: perGram(price),
      machine_rate_per_hour: minorToWire(price.rates.machineMinorPerHour),
      labor_rate_per_hour: minorToWire(price.rates.labourMinorPerHour),
      tax_rate: price.rates.taxPercent / 100,
      rate_card_version: price.rateCardVersion,
    },
  }
}

/** Plastic of the whole order without waste, mg. */
export function printedMg({ job }: QuotePrice): number {
  return job.baseMg + job.supportMg
}

/** The stated error of the price's weight and time: 90 of 100 parts are nearer. */
export function quoteAccuracy(price: QuotePrice) {
  if (price.source === 'slicer') return { weight_percent: 3, time_percent: 10, basis: price.engine }
  const isCoarse = price.job.method === 'coarse'
  return {
    weight_percent: isCoarse ? 15 : 10,
    time_percent: isCoarse ? 35 : 15,
    basis: `${price.engine}${isCoarse ? ' coarse' : ''}, 90 of 100 parts`,
  }
}

/** Days until the parts are there: printing (12 machine hours a day, halved by rush), one day around it, the road. */
export function daysUntilDelivered({ job, rates, delivery }: QuotePrice): number {
  const productionDays = Math.ceil(job.totalSeconds / 3_600 / 12) + 1
  return (rates.rushPercent > 0 ? Math.max(1, Math.ceil(productionDays / 2)) : productionDays) + delivery.days
}

function flatAmounts({ lines, ...price }: QuotePrice) {
  return {
    material_cost: minorToWire(lines.materialMinor),
    machine_cost: minorToWire(lines.machineMinor),
    labor_cost: minorToWire(lines.platesMinor + lines.handlingMinor),
    support_cost: minorToWire(lines.supportMaterialMinor + lines.supportMachineMinor + lines.supportLabourMinor),
    setup_fee: minorToWire(lines.setupMinor),
    rush_surcharge: minorToWire(lines.rushMinor),
    minimum_adjustment: minorToWire(lines.minimumMinor),
    quantity_discount: 0,
    subtotal: minorToWire(price.subtotalMinor),
    tax_rate: price.rates.taxPercent / 100,
    tax_amount: minorToWire(price.taxMinor),
    delivery_cost: minorToWire(price.delivery.chargeMinor),
    total: minorToWire(price.totalMinor),
    total_cost: minorToWire(price.totalMinor),
  }
}

function materialGroup(price: QuotePrice) {
  const { job, lines, rates } = price
  const wastedMg = wasteMg(job.baseMg, rates) + wasteMg(job.supportMg, rates)
  return {
    total_mass_g: rounded((printedMg(price) + wastedMg) / 1000, 3),
    solid_volume_mm3: rounded(job.quantity * job.piece.modelMm3, 1),
    support_volume_mm3: rounded(job.quantity * job.piece.supportMm3, 1),
    brim_volume_mm3: rounded(job.quantity * job.piece.brimMm3, 1),
    waste_volume_mm3: rounded(wastedMg / rates.densityGPerCm3, 1),
    material_cost: minorToWire(lines.materialMinor + lines.supportMaterialMinor),
    cost_per_g: perGram(price),
  }
}

function timeGroup({ job, factors }: QuotePrice) {
  return {
    base_time_hours: hours(job.piece.bareSeconds),
    adjusted_time_per_piece: hours(job.totalSeconds / job.quantity),
    total_time_hours: hours(job.totalSeconds),
    plates: job.plates.length,
    adjustments: {
      layer_height: rounded(factors.layerHeight, 3),
      infill: rounded(factors.infill, 3),
      complexity: 1,
      supports: rounded(job.totalSeconds / (job.totalSeconds - job.supportSeconds), 3),
      material: factors.material,
      speed: 1,
    },
  }
}

function laborGroup({ job, lines, rates }: QuotePrice) {
  const setupHours = rates.setupMinutes / 60
  const monitoringHours = (job.plates.length * rates.plateChangeMinutes) / 60
  const postHours = postProcessingSeconds(job) / 3_600
  return {
    setup_time_hours: rounded(setupHours, 3),
    monitoring_time_hours: rounded(monitoringHours, 3),
    post_processing_time_hours: rounded(postHours, 3),
    total_labor_time_hours: rounded(setupHours + monitoringHours + postHours, 3),
    setup_fee: minorToWire(lines.setupMinor),
    machine_cost: minorToWire(lines.machineMinor + lines.supportMachineMinor),
    labor_cost: minorToWire(lines.platesMinor + lines.handlingMinor + lines.supportLabourMinor),
    rush_multiplier: 1 + rates.rushPercent / 100,
    quality_multiplier: 1,
  }
}

const postProcessingSeconds = (job: PrintJob): number => job.handlingMinutes * 60 + job.removalMs / 1000

const perGram = ({ rates }: QuotePrice): number => rates.minorPerKg / 100_000

const hours = (seconds: number): number => rounded(seconds / 3_600, 3)

function rounded(value: number, decimals: number): number {
  return Math.round(value * 10 ** decimals) / 10 ** decimals
}
