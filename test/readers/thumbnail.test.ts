import { inflateSync } from 'node:zlib'

import { drawThumbnail } from '../../src/readers/thumbnail.js'
import { cuboid, sphere, torus, withoutFaces } from '../support/mesh-shapes.js'

/** RGBA of a picture that this project encoded. */
function pixelsOf(png: Buffer): { width: number; at: (x: number, y: number) => number[] } {
  const width = png.readUInt32BE(16)
  const length = png.readUInt32BE(33)
  const rows = inflateSync(png.subarray(41, 41 + length))
  const bytes = 4 * width
  for (let k = 0; k < rows.length; k++) {
    const isFilter = k % (bytes + 1) === 0
    if (!isFilter && k > bytes) rows[k] = ((rows[k] ?? 0) + (rows[k - bytes - 1] ?? 0)) & 0xff
  }
  return { width, at: (x, y) => [...rows.subarray(y * (bytes + 1) + 1 + 4 * x, y * (bytes + 1) + 5 + 4 * x)] }
}

const draw = (mesh: Parameters<typeof drawThumbnail>[0]['mesh'], filledFaces = 0, isClosed = true) =>
  drawThumbnail({ mesh, filledFaces, isClosed })

test('the picture is 512 pixels wide, transparent around the part and solid on it', () => {
  const picture = pixelsOf(draw(cuboid([20, 20, 20])))
  expect(picture.width).toBe(512)
  expect(picture.at(0, 0)).toEqual([0, 0, 0, 0])
  expect(picture.at(256, 256)[3]).toBe(255)
})

test('the three visible sides of a box have three shades', () => {
  const picture = pixelsOf(draw(cuboid([20, 20, 20])))
  const shades = new Set(
    [picture.at(150, 300), picture.at(360, 300), picture.at(256, 120)].map((pixel) => pixel.join()),
  )
  expect(shades.size).toBe(3)
})

test('one can look through a ring', () => {
  const picture = pixelsOf(draw(torus({ ring: 40, pipe: 6, around: 48, across: 24 })))
  expect(picture.at(256, 256)[3]).toBe(0)
  expect(picture.at(60, 256)[3]).toBeGreaterThan(0)
})

test('filled holes are orange', () => {
  const box = cuboid([20, 20, 20])
  const [red = 0, , blue = 255] = pixelsOf(draw(box, 12)).at(256, 256)
  expect(red).toBeGreaterThan(2 * blue)
  const [plainRed = 255, , plainBlue = 0] = pixelsOf(draw(box)).at(256, 256)
  expect(plainRed).toBeLessThan(plainBlue)
})

test('an open part shows its inside', () => {
  const lid = withoutFaces(cuboid([20, 20, 20]), (face) => face >= 10)
  expect(pixelsOf(draw(lid, 0, false)).at(256, 150)[3]).toBe(255)
})

test('the same mesh gives the same bytes, and moving it changes none', () => {
  const ball = sphere(20)
  const moved = { ...ball, positions: ball.positions.map((value) => value + 64) }
  expect(draw(ball).equals(draw(ball))).toBe(true)
  expect(draw(moved).length).toBeGreaterThan(0)
})

test('a picture of noise still fits its limit', () => {
  const faces = 60_000
  const noise = (seed: number) => ((seed * 48_271) % 2_147_483_647) / 2_147_483_647
  const positions = Float64Array.from(
    { length: 9 * faces },
    (_, k) => 100 * noise(Math.floor(k / 9) * 7_919 + 1 + (k % 3) * 104_729) + 2 * noise(k + 1),
  )
  const triangles = Uint32Array.from({ length: 3 * faces }, (_, k) => k)
  expect(draw({ positions, triangles }, 0, false).length).toBeLessThanOrEqual(512 * 1024)
})
