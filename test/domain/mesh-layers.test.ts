import fc from 'fast-check'

import { decodeFeatures, encodeFeatures } from '../../src/domain/layer-features.js'
import { measureFeatures, measureLayers } from '../../src/domain/mesh-layers.js'
import { measureSkin } from '../../src/domain/mesh-skin.js'
import type { IndexedMesh } from '../../src/domain/mesh.js'
import { PRESETS } from '../../src/domain/print-presets.js'
import { box, frame, lathe, table } from '../support/golden-shapes.js'

const STANDARD = PRESETS.standard

const turnedPart = fc
  .record({
    radii: fc.array(fc.double({ min: 2, max: 40, noNaN: true }), { minLength: 2, maxLength: 6 }),
    stepMm: fc.double({ min: 0.5, max: 8, noNaN: true }),
  })
  .map(({ radii, stepMm }) => lathe(radii, stepMm))

describe('sections', () => {
  test('a cube has the same square in every layer', () => {
    const { area, perimeter, loops, up, down } = measureLayers(box(20, 20, 20).mesh, STANDARD)
    expect(area).toHaveLength(100)
    expect([area[50], perimeter[50], loops[50]]).toEqual([expect.closeTo(400, 9), expect.closeTo(80, 9), 1])
    expect([up[99], down[0]]).toEqual([expect.closeTo(400, 9), expect.closeTo(400, 9)])
  })

  test('a hole is a second outline whose area does not count', () => {
    const { area, perimeter, loops } = measureLayers(frame().mesh, STANDARD)
    expect([area[25], perimeter[25], loops[25]]).toEqual([expect.closeTo(800, 9), expect.closeTo(160, 9), 2])
  })

  test('faces count where they lie: a slab closes its own top and hangs over its foot', () => {
    const { up, down } = measureLayers(table().mesh, STANDARD)
    expect([up[119], down[100], down[0], up[100]]).toEqual([1_600, 1_600, 100, 100].map(near))
  })

  test('walls reach under sloped faces, so only the rest needs solid layers', () => {
    const steep = measureLayers(lathe([20, 19], 10, 180), STANDARD)
    expect(Math.max(...steep.up.slice(0, -1))).toBe(0)
    const flat = measureLayers(lathe([20, 5], 2, 180), STANDARD)
    expect(flat.up[4]).toBeGreaterThan(1)
  })

  test('a part lower than half a layer has one layer without a section', () => {
    const { area, loops } = measureLayers(box(10, 10, 0.09).mesh, STANDARD)
    expect([[...area], [...loops]]).toEqual([[0], [0]])
  })

  test('a plane that runs exactly through the top counts as above the part', () => {
    const { area } = measureLayers(box(10, 10, 0.5).mesh, { ...STANDARD, layerHeightMm: 0.2 })
    expect([...area]).toEqual([100, 100, 0].map(near))
  })

  test('neither the order of triangles nor of their corners matters', () => {
    fc.assert(
      fc.property(turnedPart, fc.integer({ min: 1, max: 1_000 }), (mesh, seed) => {
        expectSimilar(measureLayers(shuffled(mesh, seed), STANDARD), measureLayers(mesh, STANDARD), 1e-9)
      }),
      { numRuns: 40 },
    )
  })

  test('a quarter turn about the vertical changes nothing', () => {
    fc.assert(
      fc.property(turnedPart, (mesh) => {
        const positions = mesh.positions.map((_, k) => {
          if (k % 3 === 2) return mesh.positions[k] as number
          return k % 3 === 0 ? -(mesh.positions[k + 1] as number) : (mesh.positions[k - 1] as number)
        })
        expectSimilar(measureLayers({ ...mesh, positions }, STANDARD), measureLayers(mesh, STANDARD), 1e-6)
      }),
      { numRuns: 40 },
    )
  })

  test('corner numbers from all over the table still find their edges', () => {
    const mesh = lathe([30, 12, 25], 6, 500)
    const stride = 97
    const positions = new Float64Array((mesh.positions.length / 3) * stride * 3)
    mesh.positions.forEach((value, k) => (positions[Math.floor(k / 3) * stride * 3 + (k % 3)] = value))
    const scattered = { positions, triangles: mesh.triangles.map((corner) => corner * stride) }
    expect([...new Set(measureLayers(scattered, STANDARD).loops)]).toEqual([1])
  })

  test('corners numbered so that all edges meet in one slot are found as well', () => {
    const mesh = lathe([10, 10.5], 4, 2_000)
    const sides = 2_000
    const clashing = mesh.triangles.map((corner) =>
      corner < sides ? corner : corner < 2 * sides ? 8_000 - 3 * (corner - sides) : corner + 8_000,
    )
    const positions = new Float64Array(3 * 12_100)
    mesh.triangles.forEach((corner, k) => {
      for (let axis = 0; axis < 3; axis++) {
        positions[3 * (clashing[k] as number) + axis] = mesh.positions[3 * corner + axis] as number
      }
    })
    const { loops } = measureLayers({ positions, triangles: clashing }, STANDARD)
    expect([...loops]).toEqual(Array.from({ length: 20 }, () => 1))
  })
})

describe('features', () => {
  test('come back from their bytes exactly', () => {
    const layers = measureLayers(frame().mesh, STANDARD)
    expect(decodeFeatures(encodeFeatures(layers))).toEqual(layers)
    const coarse = measureSkin(frame().mesh, STANDARD)
    expect(decodeFeatures(encodeFeatures(coarse))).toEqual(coarse)
  })

  test('bytes that are cut off or strange are refused', () => {
    const bytes = encodeFeatures(measureLayers(frame().mesh, STANDARD))
    expect(() => decodeFeatures(bytes.subarray(0, bytes.length - 1))).toThrow(RangeError)
    expect(() => decodeFeatures(encodeFeatures(measureSkin(frame().mesh, STANDARD)).subarray(0, 12))).toThrow(
      RangeError,
    )
    expect(() => decodeFeatures(new Uint8Array(40))).toThrow(RangeError)
    expect(() => decodeFeatures(new Uint8Array(0))).toThrow(RangeError)
  })

  test('a part of more than 5,000 layers is measured coarsely, others by layers', () => {
    expect(measureFeatures(box(5, 5, 1_001).mesh, STANDARD)).toMatchObject({ method: 'coarse', layerCount: 5_005 })
    expect(measureFeatures(box(5, 5, 1_000).mesh, STANDARD).method).toBe('layers')
  })

  test('twice the size is eight times the volume', () => {
    const mesh = lathe([12, 7, 15], 9)
    const twice = { ...mesh, positions: mesh.positions.map((value) => 2 * value) }
    const ratio = measureSkin(twice, STANDARD).volumeMm3 / measureSkin(mesh, STANDARD).volumeMm3
    expect(Math.abs(ratio / 8 - 1)).toBeLessThan(1e-9)
  })
})

const near = (mm2: number): unknown => expect.closeTo(mm2, 9)

type Layers = ReturnType<typeof measureLayers>

function expectSimilar(actual: Layers, expected: Layers, tolerance: number): void {
  expect([...actual.loops]).toEqual([...expected.loops])
  for (const column of ['area', 'perimeter', 'up', 'down'] as const) {
    const worst = expected[column].map(
      (value, i) => Math.abs((actual[column][i] as number) - value) / Math.max(1, value),
    )
    expect(Math.max(...worst)).toBeLessThan(tolerance)
  }
}

function shuffled({ positions, triangles }: IndexedMesh, seed: number): IndexedMesh {
  const faces = Array.from({ length: triangles.length / 3 }, (_, face) => face)
  faces.sort((a, b) => ((a * 7_919 + seed) % 1_009) - ((b * 7_919 + seed) % 1_009))
  const turned = faces.flatMap((face, i) => [0, 1, 2].map((k) => triangles[3 * face + ((k + i + seed) % 3)] as number))
  return { positions, triangles: Uint32Array.from(turned) }
}
