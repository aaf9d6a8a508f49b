import fc from 'fast-check'

import type { IndexedMesh } from '../../src/domain/mesh.js'
import { measured } from '../support/measured.js'
import { cuboid, joined, insideOut, moved, sphere, torus, tube, withFaces } from '../support/mesh-shapes.js'
import { binaryStl, obj, textStl, threeMf } from '../support/model-files.js'

/** No ring of corners lies exactly in a cutting plane: there the estimator's answer hangs on the last bit of z. */
const PARTS: readonly [string, IndexedMesh][] = [
  ['a box', cuboid([10, 20, 30])],
  ['a tube', tube({ outer: 12, inner: 9, height: 20, sides: 24 })],
  ['a ring', torus({ ring: 20, pipe: 6, around: 24, across: 12 })],
  ['a hollow ball', joined(sphere(15.037), insideOut(sphere(8.11)))],
]
const part = fc.constantFrom(...PARTS.map(([name, mesh]) => ({ toString: () => name, mesh })))

async function reference(content: Uint8Array): Promise<{ weightG: number; seconds: number }> {
  const { printable } = await measured(content)
  expect(printable).not.toBeNull()
  return printable?.reference ?? { weightG: 0, seconds: 0 }
}

async function expectSame(a: Uint8Array, b: Uint8Array, within: number): Promise<void> {
  const [first, second] = [await reference(a), await reference(b)]
  // Milligrams and whole seconds are what is billed; a rounding step is no difference.
  expect(Math.abs(first.weightG - second.weightG)).toBeLessThanOrEqual(within * first.weightG + 0.001)
  expect(Math.abs(first.seconds - second.seconds)).toBeLessThanOrEqual(within * first.seconds + 1)
}

test.each(PARTS)('%s weighs and takes the same in every format', async (_name, mesh) => {
  const binary = binaryStl(mesh)
  for (const other of [textStl(mesh), obj(mesh), threeMf(mesh)]) await expectSame(binary, other, 1e-4)
})

test.each(PARTS)('%s keeps its identity in a text STL', async (_name, mesh) => {
  const exact = { ...mesh, positions: mesh.positions.map(Math.fround) }
  const [binary, text] = [await measured(binaryStl(exact)), await measured(textStl(exact))]
  expect(text.measures?.normalisedSha256).toBe(binary.measures?.normalisedSha256)
  expect(text.printable?.featuresKeys).toEqual(binary.printable?.featuresKeys)
})

test('a part weighs the same wherever it lies', async () => {
  const distance = fc.integer({ min: -500, max: 500 })
  await fc.assert(
    fc.asyncProperty(part, fc.tuple(distance, distance, distance), async ({ mesh }, by) => {
      await expectSame(obj(mesh), obj(moved(mesh, by)), 1e-4)
    }),
    { numRuns: 8 },
  )
})

test.each(PARTS)('%s weighs the same after a quarter turn about z', async (_name, mesh) => {
  const turned = mesh.positions.map((_, k) => {
    if (k % 3 === 2) return mesh.positions[k] ?? 0
    return k % 3 === 0 ? -(mesh.positions[k + 1] ?? 0) : (mesh.positions[k - 1] ?? 0)
  })
  await expectSame(obj(mesh), obj({ ...mesh, positions: turned }), 1e-6)
})

test.each(PARTS)('%s weighs within 1 %% of the same when every face is cut into three', async (_name, mesh) => {
  const centres: number[] = []
  const finer = withFaces(mesh, (face, corners) => {
    const hub = mesh.positions.length / 3 + face
    for (let axis = 0; axis < 3; axis++) {
      centres.push(corners.reduce((sum, corner) => sum + (mesh.positions[3 * corner + axis] ?? 0) / 3, 0))
    }
    const [a, b, c] = corners
    return [
      [a, b, hub],
      [b, c, hub],
      [c, a, hub],
    ]
  })
  const positions = Float64Array.from([...mesh.positions, ...centres])
  await expectSame(obj(mesh), obj({ ...finer, positions }), 0.01)
})

test('the order of faces changes nothing', async () => {
  await fc.assert(
    fc.asyncProperty(part, fc.array(fc.nat(), { minLength: 30, maxLength: 30 }), async ({ mesh }, keys) => {
      const faces = Array.from({ length: mesh.triangles.length / 3 }, (_, face) => ({
        face,
        key: keys[face % 30] ?? 0,
      }))
      const order = faces.sort((a, b) => a.key - b.key || b.face - a.face)
      const triangles = order.flatMap(({ face }) => Array.from(mesh.triangles.subarray(3 * face, 3 * face + 3)))
      await expectSame(obj(mesh), obj({ ...mesh, triangles: Uint32Array.from(triangles) }), 1e-4)
    }),
    { numRuns: 8 },
  )
})

test('the same file gives the same report, picture and features', async () => {
  const file = threeMf(torus({ ring: 20, pipe: 6, around: 24, across: 12 }))
  expect(await measured(file)).toEqual(await measured(file))
})
