import fc from 'fast-check'

import type { IndexedMesh } from '../../src/domain/mesh.js'
import { isFoldedSheet, judgeTopology } from '../../src/domain/mesh-topology.js'
import { dropCollapsedFaces, weldEqualCorners } from '../../src/domain/mesh-topology-weld.js'
import {
  cuboid,
  insideOut,
  joined,
  moved,
  openCup,
  scaled,
  sphere,
  torus,
  tube,
  unwelded,
  withoutFaces,
} from '../support/mesh-shapes.js'

const judge = (mesh: IndexedMesh) => {
  const { mesh: solid, dropped } = dropCollapsedFaces(weldEqualCorners(mesh))
  return judgeTopology(solid, dropped)
}

const tubeShape = { outer: 12, inner: 9, height: 20, sides: 24 }

describe('closed surfaces', () => {
  test('a box that is made of loose triangles is closed and has its volume', () => {
    expect(judge(unwelded(cuboid([10, 20, 30])))).toMatchObject({
      isClosed: true,
      volume: 6000,
      bodies: 1,
      voids: 0,
      area: 2200,
    })
  })

  test('a tube has the volume of its wall', () => {
    const wall = 24 * 0.5 * Math.sin((2 * Math.PI) / 24) * (12 ** 2 - 9 ** 2) * 20
    expect(judge(tube(tubeShape)).volume).toBeCloseTo(wall, 6)
  })

  test('two boxes that share an edge are closed although four faces meet there', () => {
    const verdict = judge(joined(cuboid([1, 1, 1]), cuboid([1, 1, 1], [1, 1, 0])))
    expect(verdict).toMatchObject({ isClosed: true, volume: 2, edges: { nonManifold: 1 } })
  })

  test('two overlapping boxes are two bodies and their overlap counts twice', () => {
    const verdict = judge(joined(cuboid([10, 10, 10]), cuboid([10, 10, 10], [5, 5, 5])))
    expect(verdict.bodies).toBe(2)
    expect(verdict.volume).toBeCloseTo(2000, 9)
  })

  test('a speck does not count as a body', () => {
    expect(judge(joined(cuboid([100, 100, 100]), cuboid([0.01, 0.01, 0.01], [200, 0, 0]))).bodies).toBe(1)
  })

  test('volume is not lost far away from the origin', () => {
    const far = judge(moved(torus({ ring: 30, pipe: 8, around: 64, across: 32 }), [1e5, 1e5, 1e5]))
    const near = judge(torus({ ring: 30, pipe: 8, around: 64, across: 32 }))
    expect(far.volume / near.volume).toBeCloseTo(1, 4)
  })
})

describe('winding', () => {
  test('a part that is inside out is turned', () => {
    expect(judge(insideOut(torus({ ring: 30, pipe: 8, around: 32, across: 16 })))).toMatchObject({
      isWindingFixed: true,
      isClosed: true,
    })
    expect(judge(insideOut(cuboid([10, 10, 10]))).volume).toBe(1000)
  })

  test('faces of mixed winding are turned like their neighbours', () => {
    const mixed = judge(insideOut(sphere(20), (face) => face % 7 === 0))
    expect(mixed).toMatchObject({ isWindingFixed: true, isClosed: true })
    expect(mixed.volume).toBeCloseTo(judge(sphere(20)).volume, 6)
  })

  test('a face that is there twice is dropped once', () => {
    const box = cuboid([10, 10, 10])
    const doubled = { ...box, triangles: Uint32Array.from([...box.triangles, ...box.triangles.subarray(0, 3)]) }
    expect(judge(doubled)).toMatchObject({ isClosed: true, volume: 1000, degenerateDropped: 1 })
  })
})

describe('cavities', () => {
  test('an inverted sphere inside a sphere is a cavity', () => {
    const hollow = judge(joined(sphere(20), insideOut(sphere(10))))
    expect(hollow).toMatchObject({ bodies: 1, voids: 1, isWindingFixed: false })
    expect(hollow.volume).toBeCloseTo(judge(sphere(20)).volume - judge(sphere(10)).volume, 6)
  })

  test('a hollow part that is inside out as a whole keeps its cavity', () => {
    expect(judge(joined(insideOut(sphere(20)), sphere(10)))).toMatchObject({
      bodies: 1,
      voids: 1,
      isWindingFixed: true,
    })
  })

  test('an inverted sphere beside a sphere is a second body, not a cavity', () => {
    const pair = judge(joined(sphere(20), moved(insideOut(sphere(10)), [50, 0, 0])))
    expect(pair).toMatchObject({ bodies: 2, voids: 0, isWindingFixed: true })
  })

  test('an inverted sphere in the hole of a ring is a second body, although its box lies inside', () => {
    const pair = judge(joined(torus({ ring: 40, pipe: 8, around: 48, across: 24 }), insideOut(sphere(5))))
    expect(pair).toMatchObject({ bodies: 2, voids: 0 })
  })
})

describe('holes', () => {
  test('a missing triangle is closed and the volume comes back', () => {
    const holed = judge(withoutFaces(sphere(20, 24), (face) => face === 100))
    expect(holed).toMatchObject({ isClosed: true, holes: 1, largestHoleEdges: 3, filledFaces: 1 })
    expect(holed.volume).toBeCloseTo(judge(sphere(20, 24)).volume, 6)
  })

  test('holes that share a corner are walked around and closed together', () => {
    const ball = sphere(20)
    const cornersOf = (face: number) => Array.from(ball.triangles.subarray(3 * face, 3 * face + 3))
    const [first = 0, ...others] = Array.from({ length: ball.triangles.length / 3 }, (_, face) => face).slice(100)
    const touching = others.find(
      (face) => cornersOf(face).filter((each) => cornersOf(first).includes(each)).length === 1,
    )
    const verdict = judge(withoutFaces(ball, (face) => face === first || face === touching))
    expect(verdict).toMatchObject({ isClosed: true, holes: 1, largestHoleEdges: 6, filledFaces: 4 })
    expect(verdict.volume / judge(ball).volume).toBeCloseTo(1, 3)
  })

  test('a rim of 96 edges is not closed', () => {
    const cup = judge(openCup({ radius: 20, height: 40, sides: 96 }))
    expect(cup).toMatchObject({ isClosed: false, holes: 1, largestHoleEdges: 96 })
  })

  test('a rim of 64 edges is closed when it is a small part of the surface', () => {
    expect(judge(openCup({ radius: 20, height: 80, sides: 64 })).isClosed).toBe(true)
    expect(judge(openCup({ radius: 20, height: 20, sides: 64 })).isClosed).toBe(false)
  })

  test('loose triangles stay open however small the holes are', () => {
    expect(judge(withoutFaces(sphere(20), (face) => face % 2 === 0)).isClosed).toBe(false)
  })
})

describe('welding', () => {
  test('corners a hair apart are joined when that closes the surface', () => {
    const loose = unwelded(tube(tubeShape))
    const shaken = { ...loose, positions: loose.positions.map((value, k) => value + 4e-6 * ((k * 7919) % 5)) }
    expect(judge(shaken)).toMatchObject({ isClosed: true, isWelded: true })
  })

  test('a closed surface is never welded further', () => {
    const fine = joined(cuboid([100, 100, 100]), cuboid([1e-5, 1e-5, 1e-5], [0, 0, 200]))
    expect(judge(fine).isWelded).toBe(false)
  })

  test('faces that collapse are dropped and counted', () => {
    const box = cuboid([10, 10, 10])
    const spiked = { ...box, triangles: Uint32Array.from([...box.triangles, 0, 0, 1, 2, 3, 3]) }
    expect(judge(spiked)).toMatchObject({ isClosed: true, degenerateDropped: 2, volume: 1000 })
  })
})

test('a folded sheet is closed but holds nothing', () => {
  const sheet = { positions: Float64Array.of(0, 0, 0, 10, 0, 5, 0, 10, 5), triangles: Uint32Array.of(0, 1, 2, 0, 2, 1) }
  const verdict = judge(sheet)
  expect(verdict.isClosed).toBe(true)
  expect(isFoldedSheet(verdict)).toBe(true)
})

describe('for any part', () => {
  const parts: readonly [string, IndexedMesh][] = [
    ['a box', cuboid([10, 20, 30])],
    ['a tube', tube(tubeShape)],
    ['a ring', torus({ ring: 30, pipe: 8, around: 24, across: 12 })],
    ['a hollow ball', joined(sphere(20), insideOut(sphere(10)))],
  ]
  const part = fc.constantFrom(...parts.map(([name, mesh]) => ({ toString: () => name, mesh })))

  test('the order of triangles and the corner they start with change nothing', () => {
    fc.assert(
      fc.property(part, fc.array(fc.nat(), { minLength: 50, maxLength: 50 }), ({ mesh }, numbers) => {
        const faces = Array.from({ length: mesh.triangles.length / 3 }, (_, face) => {
          const [a = 0, b = 0, c = 0] = mesh.triangles.subarray(3 * face, 3 * face + 3)
          const order = numbers[face % numbers.length] ?? 0
          return {
            order,
            corners: [
              [a, b, c],
              [b, c, a],
              [c, a, b],
            ][order % 3] as number[],
          }
        })
        const shuffled = faces.sort((a, b) => a.order - b.order).flatMap(({ corners }) => corners)
        const verdict = judge(unwelded({ ...mesh, triangles: Uint32Array.from(shuffled) }))
        const plain = judge(mesh)
        expect(verdict).toMatchObject({
          isClosed: true,
          isWindingFixed: false,
          bodies: plain.bodies,
          voids: plain.voids,
        })
        expect(verdict.volume).toBeCloseTo(plain.volume, 6)
      }),
      { numRuns: 25 },
    )
  })

  test('twice the size is eight times the volume', () => {
    fc.assert(
      fc.property(part, ({ mesh }) => {
        expect(Math.abs(judge(scaled(mesh, 2)).volume / judge(mesh).volume / 8 - 1)).toBeLessThan(1e-9)
      }),
      { numRuns: 10 },
    )
  })

  test('faces of any winding are brought to the same volume', () => {
    fc.assert(
      fc.property(part, fc.array(fc.boolean(), { minLength: 1, maxLength: 40 }), ({ mesh }, turns) => {
        const verdict = judge(insideOut(mesh, (face) => turns[face % turns.length] === true))
        expect(verdict.isClosed).toBe(true)
      }),
      { numRuns: 50 },
    )
  })
})
