import type { MeshFeatures } from './layer-features.js'
import type { PartSize } from './machine-fit.js'
import { estimatePiece, type EstimateMaterial } from './mesh-estimate.js'
import type { Overhang } from './mesh-signals.js'
import { planPlates } from './plates.js'
import { brimOf, NO_EXTRA, skirtMg, supportOf } from './print-extras.js'
import { PRESETS } from './print-presets.js'
import type { PrintSettings } from './print-settings.js'
import type { LabourRates, PrintMachine } from './rate-card.js'

export interface PrintJobRequest {
  readonly size: PartSize
  readonly overhang: Overhang
  /** measured with the geometry of the settings' preset */
  readonly features: MeshFeatures
  readonly settings: PrintSettings
  readonly material: EstimateMaterial
  readonly machine: PrintMachine
  readonly labour: LabourRates
}

/** What printing an order takes, in the numbers that are billed. Masses mg, volumes mm³; seconds whole unless said. */
export interface PrintJob {
  readonly method: MeshFeatures['method']
  readonly quantity: number
  /** copies of each plate */
  readonly plates: readonly number[]
  /** supports included */
  readonly totalSeconds: number
  readonly supportSeconds: number
  /** pieces, brims and skirts; not supports */
  readonly baseMg: number
  readonly supportMg: number
  readonly handlingMinutes: number
  /** taking supports off */
  readonly removalMs: number
  readonly piece: PrintPiece
}

/** One piece on its own. */
interface PrintPiece {
  readonly modelMg: number
  readonly modelMm3: number
  readonly supportMg: number
  readonly supportMm3: number
  readonly brimMg: number
  readonly brimMm3: number
  /** alone on a plate, without supports and brim; not rounded */
  readonly bareSeconds: number
  /** alone on a plate with everything on it; not rounded */
  readonly seconds: number
}

/** Estimates the pieces, lays them out on plates and adds skirts, brims and supports (quoting.md 8 to 11). */
export function planPrintJob(request: PrintJobRequest): PrintJob {
  const { settings, size, material } = request
  const preset = PRESETS[settings.preset]
  const { quantity } = settings
  const estimate = estimatePiece({ features: request.features, preset, material, infill: settings.infillPercent / 100 })
  const support = settings.hasSupports ? supportOf(request.overhang, preset, material) : NO_EXTRA
  const brim = settings.hasBrim ? brimOf(size, preset, material) : NO_EXTRA
  const secondsFor = remembered((copies) => estimate.plateSeconds(copies) + copies * (support.seconds + brim.seconds))
  const plan = planPlates({ size, usable: request.machine.usableMm, quantity, secondsFor })
  return {
    method: estimate.method,
    quantity,
    plates: plan.copies,
    totalSeconds: sum(plan.copies.map((copies) => Math.round(secondsFor(copies)))),
    supportSeconds: Math.round(quantity * support.seconds),
    baseMg:
      quantity * (estimate.modelMg + brim.mg) + sum(plan.halfOutlinesMm.map((half) => skirtMg(half, preset, material))),
    supportMg: quantity * support.mg,
    handlingMinutes: handlingMinutes(quantity, request.labour),
    removalMs: removalMs(quantity, support.mg, request.labour),
    piece: {
      modelMg: estimate.modelMg,
      modelMm3: estimate.volumeMm3,
      supportMg: support.mg,
      supportMm3: support.mm3,
      brimMg: brim.mg,
      brimMm3: brim.mm3,
      bareSeconds: estimate.plateSeconds(1),
      seconds: secondsFor(1),
    },
  }
}

/** Plates of an order are nearly all alike; each kind is worked out once. */
function remembered(compute: (copies: number) => number): (copies: number) => number {
  const known = new Map<number, number>()
  return (copies) => {
    const value = known.get(copies) ?? compute(copies)
    known.set(copies, value)
    return value
  }
}

/** Fewer minutes for the later pieces of an order. */
function handlingMinutes(quantity: number, { handling }: LabourRates): number {
  return sum(
    handling.map(({ fromPiece, minutes }, i) => {
      const until = Math.min(quantity, (handling[i + 1]?.fromPiece ?? Infinity) - 1)
      return minutes * Math.max(0, until - fromPiece + 1)
    }),
  )
}

/** So little support that it falls off by itself is not charged. */
const FREE_SUPPORT_MG = 50

function removalMs(quantity: number, supportMg: number, { supportRemoval }: LabourRates): number {
  if (supportMg <= FREE_SUPPORT_MG) return 0
  return quantity * (supportRemoval.secondsPerPiece * 1000 + supportRemoval.secondsPerGram * supportMg)
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, value) => total + value, 0)
}
