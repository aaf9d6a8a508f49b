import { MM_PER_UNIT, type LengthUnit } from '../domain/length-unit.js'
import type { PartSize } from '../domain/machine-fit.js'
import { measureFeatures } from '../domain/mesh-layers.js'
import { measureOverhang } from '../domain/mesh-signals.js'
import { finding, type Finding } from '../domain/model-findings.js'
import { PRESETS } from '../domain/print-presets.js'
import { largestSide } from './model-gates.js'
import { placeOnBed, sizeOf, type ModelGeometry } from './model-geometry.js'
import { referencePrice } from './reference-price.js'

/** Sides that are common for printed parts, in mm; outside of them the unit is doubtful. */
const USUAL_FROM = 8
const USUAL_TO = 500

/**
 * Doubts about the unit of a file that states none (quoting.md 7). `rupees` is the price of the part as it is; where there
 * is one, the sentence names that of the likelier unit beside it.
 */
export function unitFindings(geometry: ModelGeometry, rupees: number | undefined): Finding[] {
  const largestMm = largestSide(geometry.size)
  if (geometry.isUnitStated) return []
  if (largestMm > USUAL_TO) return [finding('unit_suspect_large', { largestMm })]
  if (largestMm >= USUAL_FROM) return []
  const unit = likelierUnit(geometry)
  if (unit === undefined) return [finding('unit_suspect_small', { largestMm })]
  const otherMm = (largestMm / geometry.mmPerUnit) * MM_PER_UNIT[unit]
  const otherRupees = rupees === undefined ? undefined : priceIn(unit, geometry)
  if (rupees === undefined || otherRupees === undefined) {
    return [finding('unit_suspect_small', { largestMm, unit, otherMm })]
  }
  return [finding('unit_suspect_small', { largestMm, unit, otherMm, rupees, otherRupees })]
}

/** The first unit in which the part would be of usual size. */
function likelierUnit({ size, unit, mmPerUnit }: ModelGeometry): LengthUnit | undefined {
  const inUnits = largestSide(size) / mmPerUnit
  return LIKELY_UNITS.find((other) => {
    const mm = inUnits * MM_PER_UNIT[other]
    return other !== unit && mm >= USUAL_FROM && mm <= USUAL_TO
  })
}

const LIKELY_UNITS = ['inch', 'cm', 'm'] as const

function priceIn(unit: LengthUnit, { topology }: ModelGeometry): number | undefined {
  if (topology === undefined) return undefined
  const size: PartSize = sizeOf(topology.mesh, MM_PER_UNIT[unit])
  const mesh = placeOnBed(topology.mesh, MM_PER_UNIT[unit])
  const features = measureFeatures(mesh, PRESETS.standard)
  return referencePrice({ size, features, overhang: measureOverhang(mesh) })?.rupees
}
