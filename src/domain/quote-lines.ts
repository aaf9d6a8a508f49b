import { percentOf, roundRatio } from './money.js'
import type { PrintJob } from './print-job.js'

/** What a job is billed with; kept with the price so that it can be computed again. Amounts in minor units. */
export interface QuoteRates {
  readonly densityGPerCm3: number
  readonly minorPerKg: number
  readonly machineMinorPerHour: number
  readonly labourMinorPerHour: number
  readonly setupMinutes: number
  readonly plateChangeMinutes: number
  readonly wastePercent: number
  /** 0 without rush */
  readonly rushPercent: number
  readonly minimumMinor: number
  readonly taxPercent: number
}

/** The lines of a bill, in minor units; they add up to the subtotal. */
export type QuoteLines = Readonly<
  Record<
    | 'materialMinor'
    | 'machineMinor'
    | 'supportMaterialMinor'
    | 'supportMachineMinor'
    | 'supportLabourMinor'
    | 'setupMinor'
    | 'platesMinor'
    | 'handlingMinor'
    | 'rushMinor'
    | 'minimumMinor',
    number
  >
>

/** Bills a job (quoting.md 15): every line is rounded once, half up, and after that only added. */
export function billJob(job: PrintJob, rates: QuoteRates): QuoteLines {
  const work = {
    machineMinor: hours(job.totalSeconds - job.supportSeconds, rates.machineMinorPerHour),
    supportMachineMinor: hours(job.supportSeconds, rates.machineMinorPerHour),
    supportLabourMinor: roundRatio(job.removalMs * rates.labourMinorPerHour, 3_600_000),
    setupMinor: minutes(rates.setupMinutes, rates),
    platesMinor: minutes(job.plates.length * rates.plateChangeMinutes, rates),
    handlingMinor: minutes(job.handlingMinutes, rates),
  }
  const lines = {
    ...work,
    materialMinor: plastic(job.baseMg, rates),
    supportMaterialMinor: plastic(job.supportMg, rates),
    rushMinor: percentOf(sumOf(work), rates.rushPercent),
  }
  return { ...lines, minimumMinor: Math.max(0, rates.minimumMinor - sumOf(lines)) }
}

/** Plastic with the waste that printing it makes. */
export function wasteMg(printedMg: number, rates: QuoteRates): number {
  return percentOf(printedMg, rates.wastePercent)
}

/** Sum of some or all lines. */
export function sumOf(lines: Readonly<Record<string, number>>): number {
  return Object.values(lines).reduce((total, minor) => total + minor, 0)
}

function plastic(printedMg: number, rates: QuoteRates): number {
  return roundRatio((printedMg + wasteMg(printedMg, rates)) * rates.minorPerKg, 1_000_000)
}

function hours(seconds: number, minorPerHour: number): number {
  return roundRatio(seconds * minorPerHour, 3_600)
}

function minutes(count: number, rates: QuoteRates): number {
  return roundRatio(count * rates.labourMinorPerHour, 60)
}
