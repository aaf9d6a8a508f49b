import fc from 'fast-check'

import { estimatePiece, type PieceEstimate } from '../../src/domain/mesh-estimate.js'
import { measureLayers } from '../../src/domain/mesh-layers.js'
import { measureSkin } from '../../src/domain/mesh-skin.js'
import type { IndexedMesh } from '../../src/domain/mesh.js'
import { skirtMg } from '../../src/domain/print-extras.js'
import { PRESETS, type QualityWord } from '../../src/domain/print-presets.js'
import { box, frame, lathe, table, type GoldenShape } from '../support/golden-shapes.js'

const PLA = { densityGPerCm3: 1.24, minLayerTimeS: 15, timeFactor: 1 }
const SHAPES = {
  'cube 20': box(20, 20, 20),
  'box 10×20×30': box(10, 20, 30),
  'plate 100×60×3': box(100, 60, 3),
  frame: frame(),
  table: table(),
}

describe('golden numbers of estimator-1', () => {
  test.each([
    ['cube 20', 'draft', 20, 4.556, 1383.3],
    ['cube 20', 'standard', 20, 4.342, 2063.9],
    ['cube 20', 'high', 20, 4.31, 2715.3],
    ['cube 20', 'ultra', 20, 4.861, 4033.1],
    ['cube 20', 'standard', 0, 2.766, 1538.1],
    ['cube 20', 'standard', 50, 6.705, 2751.4],
    ['cube 20', 'standard', 100, 9.951, 3207.6],
    ['box 10×20×30', 'draft', 20, 3.762, 1499.8],
    ['box 10×20×30', 'standard', 20, 3.585, 2281.7],
    ['box 10×20×30', 'high', 20, 3.584, 2999.6],
    ['box 10×20×30', 'ultra', 20, 4.306, 5417.6],
    ['box 10×20×30', 'standard', 0, 2.496, 1688.1],
    ['box 10×20×30', 'standard', 50, 5.22, 2933.0],
    ['box 10×20×30', 'standard', 100, 7.465, 2933.0],
    ['plate 100×60×3', 'draft', 20, 19.191, 2717.8],
    ['plate 100×60×3', 'standard', 20, 18.016, 4021.5],
    ['plate 100×60×3', 'high', 20, 17.439, 4986.4],
    ['plate 100×60×3', 'ultra', 20, 15.396, 6662.6],
    ['plate 100×60×3', 'standard', 0, 16.775, 3676.9],
    ['plate 100×60×3', 'standard', 50, 19.876, 4707.2],
    ['plate 100×60×3', 'standard', 100, 22.432, 5066.3],
    ['frame', 'draft', 20, 5.26, 1118.9],
    ['frame', 'standard', 20, 5.049, 1863.0],
    ['frame', 'high', 20, 5.007, 2428.3],
    ['frame', 'ultra', 20, 5.339, 3813.2],
    ['frame', 'standard', 0, 3.668, 1384.4],
    ['frame', 'standard', 50, 7.12, 2626.2],
    ['frame', 'standard', 100, 9.965, 3026.0],
    ['table', 'draft', 20, 6.795, 1455.7],
    ['table', 'standard', 20, 6.852, 2344.2],
    ['table', 'high', 20, 6.731, 3052.0],
    ['table', 'ultra', 20, 6.617, 4851.1],
    ['table', 'standard', 0, 5.835, 1963.5],
    ['table', 'standard', 50, 8.378, 2987.8],
    ['table', 'standard', 100, 10.474, 3611.9],
  ] as const)('%s in %s at %i %% weighs %f g and takes %f s', (...golden) => {
    const [name, quality, percent, grams, seconds] = golden
    const piece = estimate(SHAPES[name].mesh, { quality, infill: percent / 100 })
    expect(relative((piece.modelMg + skirtOf(SHAPES[name], quality)) / 1000, grams)).toBeLessThan(1e-3)
    expect(relative(piece.plateSeconds(1), seconds)).toBeLessThan(1e-3)
  })

  test('four cubes on a plate take less than four times one, because layers cool while the others print', () => {
    const piece = estimate(SHAPES['cube 20'].mesh, {})
    expect(piece.plateSeconds(4)).toBeCloseTo(7_432, 0)
    expect(piece.plateSeconds(4)).toBeLessThan(4 * piece.plateSeconds(1))
  })
})

describe('every estimate', () => {
  test('is unchanged when each face is split into three', () => {
    fc.assert(
      fc.property(smoothPart, (mesh) => {
        const [whole, split] = [estimate(mesh, {}), estimate(splitFaces(mesh), {})]
        expect(relative(split.modelMg, whole.modelMg)).toBeLessThan(0.01)
        expect(relative(split.plateSeconds(1), whole.plateSeconds(1))).toBeLessThan(0.01)
      }),
      { numRuns: 60 },
    )
  })

  test('stays within 2 % of the solid part', () => {
    fc.assert(
      fc.property(side, side, side, (x, y, z) => {
        const solidMg = x * y * z * PLA.densityGPerCm3
        expect(estimate(box(x, y, z).mesh, { infill: 1 }).modelMg).toBeLessThanOrEqual(1.02 * solidMg)
      }),
      { numRuns: 60 },
    )
  })

  test('weighs no less with more infill', () => {
    fc.assert(
      fc.property(turnedPart, percent, percent, (mesh, a, b) => {
        const features = measureLayers(mesh, PRESETS.standard)
        const weight = (infill: number) =>
          estimatePiece({ features, preset: PRESETS.standard, material: PLA, infill }).modelMg
        expect(weight(Math.max(a, b) / 100)).toBeGreaterThanOrEqual(weight(Math.min(a, b) / 100))
      }),
      { numRuns: 60 },
    )
  })

  test('prints k copies in at most k times the time of one, and never in less than k − 1 of them', () => {
    fc.assert(
      fc.property(turnedPart, fc.integer({ min: 1, max: 60 }), percent, (mesh, copies, infill) => {
        const piece = estimate(mesh, { infill: infill / 100 })
        expect(piece.plateSeconds(copies)).toBeLessThanOrEqual(copies * piece.plateSeconds(1) + 1e-6)
        expect(piece.plateSeconds(copies + 1)).toBeGreaterThanOrEqual(piece.plateSeconds(copies))
      }),
      { numRuns: 60 },
    )
  })
})

describe('the coarse estimate', () => {
  test('is near the layered one for an ordinary part', () => {
    const mesh = lathe([18, 10, 16], 12, 90)
    const layered = estimate(mesh, {})
    const coarse = coarseEstimate(mesh, 0.2)
    expect(coarse.method).toBe('coarse')
    expect(relative(coarse.modelMg, layered.modelMg)).toBeLessThan(0.15)
    expect(relative(coarse.plateSeconds(1), layered.plateSeconds(1))).toBeLessThan(0.35)
  })

  test('follows its two formulas for a cube', () => {
    const coarse = coarseEstimate(box(20, 20, 20).mesh, 0.2)
    // Skin: top 400 × 1.2, bottom 400 × 0.8, four sides 400 × the wall thickness.
    const skin = 400 * 1.2 + 400 * 0.8 + 1_600 * PRESETS.standard.wallThicknessMm
    const wanted = (1.285073 * skin) / 8_000
    const shell = (8_000 * wanted) / (1 + wanted ** 2.688979) ** (1 / 2.688979)
    expect(coarse.volumeMm3).toBeCloseTo(shell + (8_000 - shell) * 0.2050572, 6)
    const line = 0.477701 * shell + 0.155781 * (8_000 - shell) * 0.2
    expect(coarse.plateSeconds(1)).toBeCloseTo(33.119 + 504.51 + line, 6)
    expect(coarse.plateSeconds(3)).toBeCloseTo(33.119 + 3 * (504.51 + line), 6)
  })

  test('prints solid from 95 % on and nothing for a part without volume', () => {
    expect(coarseEstimate(box(20, 20, 20).mesh, 0.95).volumeMm3).toBeCloseTo(8_000, 6)
    const flat = { positions: new Float64Array(9), triangles: Uint32Array.of(0, 1, 2) }
    expect(coarseEstimate(flat, 0.2).modelMg).toBe(0)
  })
})

const side = fc.integer({ min: 2, max: 60 })
const percent = fc.integer({ min: 0, max: 100 })
const turnedPart = fc
  .record({
    radii: fc.array(fc.double({ min: 2, max: 40, noNaN: true }), { minLength: 2, maxLength: 6 }),
    stepMm: fc.double({ min: 1, max: 8, noNaN: true }),
  })
  .map(({ radii, stepMm }) => lathe(radii, stepMm))

/** Faces as low as exporters make them, with no ring exactly on a cutting plane: such a layer counts as empty. */
const smoothPart = fc
  .record({
    base: fc.integer({ min: 8, max: 30 }),
    steps: fc.array(fc.integer({ min: -10, max: 10 }), { minLength: 4, maxLength: 12 }),
    stepMm: fc.integer({ min: 10, max: 20 }),
  })
  .map(({ base, steps, stepMm }) => {
    const radii = steps.reduce((path, step) => [...path, Math.max(4, (path.at(-1) ?? base) + step / 10)], [base])
    return lathe(radii, stepMm / 10 + 0.017, 48)
  })

function estimate(mesh: IndexedMesh, wish: { quality?: QualityWord; infill?: number }): PieceEstimate {
  const preset = PRESETS[wish.quality ?? 'standard']
  return estimatePiece({ features: measureLayers(mesh, preset), preset, material: PLA, infill: wish.infill ?? 0.2 })
}

function coarseEstimate(mesh: IndexedMesh, infill: number): PieceEstimate {
  const preset = PRESETS.standard
  return estimatePiece({ features: measureSkin(mesh, preset), preset, material: PLA, infill })
}

function skirtOf({ size }: GoldenShape, quality: QualityWord): number {
  return skirtMg(size.x + size.y, PRESETS[quality], PLA)
}

function relative(actual: number, expected: number): number {
  return Math.abs(actual / expected - 1)
}

/** A corner in the middle of every face. */
function splitFaces({ positions, triangles }: IndexedMesh): IndexedMesh {
  const corners = positions.length / 3
  const faces = Array.from({ length: triangles.length / 3 }, (_, face) => [
    ...triangles.subarray(3 * face, 3 * face + 3),
  ])
  const middles = faces.flatMap((face) =>
    [0, 1, 2].map((axis) => face.reduce((sum, corner) => sum + (positions[3 * corner + axis] as number), 0) / 3),
  )
  const parts = faces.flatMap(([a, b, c], face) => {
    const middle = corners + face
    return [a, b, middle, b, c, middle, c, a, middle] as number[]
  })
  return { positions: Float64Array.from([...positions, ...middles]), triangles: Uint32Array.from(parts) }
}
