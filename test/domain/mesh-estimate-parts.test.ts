import { join } from 'node:path'

import { estimatePiece, type PieceEstimate } from '../../src/domain/mesh-estimate.js'
import { measureFeatures } from '../../src/domain/mesh-layers.js'
import { judgeTopology } from '../../src/domain/mesh-topology.js'
import { boxOf, centreOf, placeMesh, sidesOf } from '../../src/domain/mesh.js'
import { skirtMg } from '../../src/domain/print-extras.js'
import { PRESETS } from '../../src/domain/print-presets.js'
import { openFile } from '../../src/readers/model-source.js'
import { recogniseModel } from '../../src/readers/recognise-model.js'

const folder = process.env['MAKRX_DATA_DIR']
if (folder === undefined) console.log('MAKRX_DATA_DIR is not set: estimates of published parts are left out.')
const withParts = folder === undefined ? describe.skip : describe

const PLA = { densityGPerCm3: 1.24, minLayerTimeS: 15, timeFactor: 1 }

withParts('published parts', () => {
  test.each([
    ['pr_y_motor_holder', 9.74, 5_295],
    ['pr_einsy_doors', 24.45, 8_344],
    ['v0_foot_rear_left_inlet_x1', 37.47, 14_200],
    ['pr_plug_aligner', 0.29, 271],
  ])('%s is estimated at %f g and %i s', async (part, grams, seconds) => {
    const { piece, skirt } = await estimatePart(part)
    expect(Math.abs((piece.modelMg + skirt) / 1_000 - grams)).toBeLessThan(0.01)
    expect(Math.abs(piece.plateSeconds(1) - seconds)).toBeLessThan(Math.max(0.5, seconds / 1_000))
  })

  test('plates of four and nine copies are within 11 % of the slicer, half of them within 7 %', async () => {
    const errors: number[] = []
    for (const [part, ...seconds] of COPIES) {
      const { piece } = await estimatePart(part)
      seconds.forEach((sliced, i) => errors.push(Math.abs(piece.plateSeconds([4, 9][i] as number) / sliced - 1)))
    }
    errors.sort((a, b) => a - b)
    expect(errors).toHaveLength(14)
    expect(errors[13]).toBeLessThan(0.115)
    expect(errors[6]).toBeLessThan(0.07)
  })
})

/** Slicer seconds of four and nine copies on a plate. */
const COPIES: readonly (readonly [string, number, number])[] = [
  ['v0__a_railstops_x5', 865, 1_923],
  ['pr_lcd_knob', 4_232, 9_506],
  ['pr_plug_aligner', 745, 1_634],
  ['v0_minisb_adxl_mount_ldo_15mm', 3_393, 7_588],
  ['pr_print_fan_support', 3_766, 8_409],
  ['v0__a_idler_cam_lock_x2', 1_865, 4_145],
  ['v0__a_foot_accent_a_x2', 2_221, 4_973],
]

async function estimatePart(part: string): Promise<{ piece: PieceEstimate; skirt: number }> {
  const source = openFile(join(folder ?? '', 'printed-parts', `${part}.stl`))
  try {
    const { model } = await recogniseModel(source)
    if (model === undefined) throw new Error(`${part} was not read`)
    const { mesh } = judgeTopology(model.mesh)
    const box = boxOf(mesh)
    const [x, y] = centreOf(box)
    const placed = placeMesh(mesh, { origin: [x, y, box.min[2]], scale: 1 })
    const preset = PRESETS.standard
    const [width, depth] = sidesOf(box)
    return {
      piece: estimatePiece({ features: measureFeatures(placed, preset), preset, material: PLA, infill: 0.2 }),
      skirt: skirtMg(width + depth, preset, PLA),
    }
  } finally {
    source.close()
  }
}
