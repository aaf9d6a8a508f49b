import type { IndexedMesh, Triple } from '../domain/mesh.js'
import { FILLED_BIT, MAX_SHADE, PictureCanvas } from './picture-canvas.js'
import { encodePng } from './png.js'

/** Width and height of the picture; it is drawn at twice this size. */
const PICTURE_PIXELS = 512
const MAX_PNG_BYTES = 512 * 1024

/** What is drawn: a mesh in any unit, the last `filledFaces` of it in orange. */
export interface Scene {
  readonly mesh: IndexedMesh
  readonly filledFaces: number
  /** faces of a closed mesh that look away are never seen */
  readonly isClosed: boolean
}

/**
 * Draws a model: orthographic from (1, −1, 0.8), z-buffer, one shade a face, transparent around. Drawn at double size and
 * averaged. The same mesh gives the same bytes.
 */
export function drawThumbnail(scene: Scene): Buffer {
  const canvas = new PictureCanvas(2 * PICTURE_PIXELS, project(scene.mesh, 2 * PICTURE_PIXELS))
  drawFaces(canvas, scene)
  const pixels = canvas.averaged(COLOURS)
  const png = encodePng(pixels, PICTURE_PIXELS)
  if (png.length <= MAX_PNG_BYTES) return png
  // Only noise is that large, and noise loses nothing by fewer shades.
  return encodePng(
    pixels.map((value) => value & COARSE_SHADES),
    PICTURE_PIXELS,
  )
}

const COARSE_SHADES = 0xc0
const MARGIN = 0.04
const TOWARDS_VIEWER = normalise([1, -1, 0.8])
const RIGHT = normalise([1, 1, 0])
const UP = cross(TOWARDS_VIEWER, RIGHT)
const LIGHT = normalise([0.45, -1, 1.3])

const BODY_COLOUR: Triple = [150, 176, 205]
const FILLED_COLOUR: Triple = [255, 140, 30]
/** r, g, b of every shade of either colour */
const COLOURS = Uint8Array.from({ length: 3 * 256 }, (_, k) => {
  const shade = Math.floor(k / 3)
  const colour = shade & FILLED_BIT ? FILLED_COLOUR : BODY_COLOUR
  return Math.round(((colour[k % 3] as number) * (shade & MAX_SHADE)) / MAX_SHADE)
})

/** Screen x, y (down) and nearness of every corner. */
function project({ positions }: IndexedMesh, size: number): Float32Array {
  const screen = new Float32Array(positions.length)
  let [left, right, low, high] = [Infinity, -Infinity, Infinity, -Infinity]
  for (let k = 0; k < positions.length; k += 3) {
    const x = along(positions, k, RIGHT)
    const y = along(positions, k, UP)
    screen[k] = x
    screen[k + 1] = y
    screen[k + 2] = along(positions, k, TOWARDS_VIEWER)
    left = Math.min(left, x)
    right = Math.max(right, x)
    low = Math.min(low, y)
    high = Math.max(high, y)
  }
  const scale = (size * (1 - 2 * MARGIN)) / Math.max(right - left, high - low, Number.MIN_VALUE)
  for (let k = 0; k < screen.length; k += 3) {
    screen[k] = size / 2 + ((screen[k] as number) - (left + right) / 2) * scale
    screen[k + 1] = size / 2 - ((screen[k + 1] as number) - (low + high) / 2) * scale
    screen[k + 2] = (screen[k + 2] as number) * scale
  }
  return screen
}

/** Every face is looked at; one that covers no pixel centre leaves before it is shaded. */
function drawFaces(canvas: PictureCanvas, { mesh, filledFaces, isClosed }: Scene): void {
  const { triangles, positions } = mesh
  const firstFilled = triangles.length - 3 * filledFaces
  for (let k = 0; k < triangles.length; k += 3) {
    const a = 3 * (triangles[k] as number)
    const b = 3 * (triangles[k + 1] as number)
    const c = 3 * (triangles[k + 2] as number)
    const turn = canvas.turn(a, b, c)
    if (turn === 0 || (isClosed && turn > 0) || !canvas.aim(a, b, c)) continue
    const shade = shadeOf(positions, [a, b, c], turn > 0 ? -1 : 1)
    canvas.fill([a, b, c], k >= firstFilled ? shade | FILLED_BIT : shade)
  }
}

/** A quarter of light everywhere, the rest by the angle to the lamp; `side` is −1 for the back of a face. */
function shadeOf(positions: Float64Array, [a, b, c]: Triple, side: 1 | -1): number {
  const ux = (positions[b] as number) - (positions[a] as number)
  const uy = (positions[b + 1] as number) - (positions[a + 1] as number)
  const uz = (positions[b + 2] as number) - (positions[a + 2] as number)
  const vx = (positions[c] as number) - (positions[a] as number)
  const vy = (positions[c + 1] as number) - (positions[a + 1] as number)
  const vz = (positions[c + 2] as number) - (positions[a + 2] as number)
  const nx = uy * vz - uz * vy
  const ny = uz * vx - ux * vz
  const nz = ux * vy - uy * vx
  const facing = (side * (nx * LIGHT[0] + ny * LIGHT[1] + nz * LIGHT[2])) / Math.sqrt(nx * nx + ny * ny + nz * nz)
  return Math.max(1, Math.round(MAX_SHADE * (0.25 + 0.75 * Math.max(0, facing))))
}

function along(positions: Float64Array, k: number, direction: Triple): number {
  return (
    (positions[k] as number) * direction[0] +
    (positions[k + 1] as number) * direction[1] +
    (positions[k + 2] as number) * direction[2]
  )
}

function normalise([x, y, z]: Triple): Triple {
  const length = Math.hypot(x, y, z)
  return [x / length, y / length, z / length]
}

function cross(a: Triple, b: Triple): Triple {
  return [a[1] * b[2] - a[2] * b[1], a[2] * b[0] - a[0] * b[2], a[0] * b[1] - a[1] * b[0]]
}
