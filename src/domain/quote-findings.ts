import { fitsOnItsSide, type MachineFit, type PartSize } from './machine-fit.js'
import { hasOverhangs, hasThinWalls } from './mesh-signals.js'
import { finding, type Finding } from './model-findings.js'
import type { PrintableFacts } from './model-report.js'
import { minorToWire } from './money.js'
import { layerCount, PRESETS } from './print-presets.js'
import type { PrintSettings } from './print-settings.js'
import type { PersonReason } from './quote-person.js'
import { isLongPrint, PERSON_REASONS } from './quote-person.js'
import type { QuotePrice } from './quote-price.js'
import type { PrintMachine } from './rate-card.js'

const MAX_LAYERS = 10_000

/** What keeps a part from being printed with these settings; empty when nothing does. */
export function obstacleFindings(
  part: { size: PartSize; fit: MachineFit },
  settings: PrintSettings,
  machines: readonly PrintMachine[],
): Finding[] {
  const { size, fit } = part
  const layers = layerCount(size.z, PRESETS[settings.preset].layerHeightMm)
  const found: Finding[] = []
  if (fit.fit === 'too_big') {
    found.push(
      finding('part_too_big', { xMm: size.x, yMm: size.y, zMm: size.z, fitsTurned: fitsOnItsSide(size, machines) }),
    )
  }
  if (fit.fit === 'material_conflict') found.push(finding('material_machine_conflict', { material: settings.material }))
  if (layers > MAX_LAYERS) found.push(finding('too_many_layers', { layers }))
  return found
}

/** What a shopper should know about a print that has a price. */
export function printFindings(
  price: QuotePrice,
  settings: PrintSettings,
  { overhang, thinShare }: Pick<PrintableFacts, 'overhang' | 'thinShare'>,
): Finding[] {
  const found: Finding[] = []
  if (price.machine === 'large') {
    found.push(finding('large_machine', { rupeesPerHour: minorToWire(price.rates.machineMinorPerHour) }))
  }
  if (hasThinWalls({ thinShare })) found.push(finding('thin_walls', { percent: 100 * thinShare }))
  if (!settings.hasSupports && hasOverhangs(overhang)) {
    found.push(finding('overhangs', { areaMm2: overhang.areaMm2 }))
  }
  if (price.job.method === 'coarse') found.push(finding('estimate_coarse'))
  if (isLongPrint(price)) found.push(finding('long_print', { hours: Math.round(price.job.piece.seconds / 3_600) }))
  return found
}

/** That the quote waits for a person, and why. */
export function personFinding(reason: PersonReason): Finding {
  return finding('needs_person', { reason: PERSON_REASONS[reason] })
}
