import type { IndexedMesh, Triple } from '../domain/mesh.js'
import { encodePng } from './png.js'

/** Longest side of the picture; it is drawn at twice this size. */
export const PICTURE_PIXELS = 512
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
  const canvas = new Canvas(2 * PICTURE_PIXELS)
  const screen = project(scene.mesh, canvas.size)
  drawFaces(canvas, scene, screen)
  const pixels = canvas.averaged()
  // Only noise does not fit; it loses nothing by fewer shades.
  for (const bits of [0xff, 0xf0, 0xc0]) {
    const png = encodePng(bits === 0xff ? pixels : pixels.map((value) => value & bits), PICTURE_PIXELS)
    if (png.length <= MAX_PNG_BYTES || bits === 0xc0) return png
  }
  return encodePng(pixels, PICTURE_PIXELS)
}

const BODY_COLOUR: Triple = [150, 176, 205]
const FILLED_COLOUR: Triple = [255, 140, 30]
const MARGIN = 0.04

const TOWARDS_VIEWER = normalise([1, -1, 0.8])
const RIGHT = normalise([1, 1, 0])
const UP = cross(TOWARDS_VIEWER, RIGHT)
const LIGHT = normalise([0.45, -1, 1.3])

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
function drawFaces(canvas: Canvas, { mesh, filledFaces, isClosed }: Scene, screen: Float32Array): void {
  const { triangles } = mesh
  const firstFilled = triangles.length - 3 * filledFaces
  for (let k = 0; k < triangles.length; k += 3) {
    const a = 3 * (triangles[k] as number)
    const b = 3 * (triangles[k + 1] as number)
    const c = 3 * (triangles[k + 2] as number)
    const turn = doubleArea(screen, a, { b, c })
    if (turn === 0 || (isClosed && turn > 0)) continue
    if (!canvas.aim(screen, a, { b, c })) continue
    const shade = shadeOf(mesh.positions, turn > 0 ? [a, c, b] : [a, b, c])
    canvas.fill(screen, turn > 0 ? [a, b, c] : [a, c, b], k >= firstFilled ? shade | FILLED_BIT : shade)
  }
}

/** Positive when the corners run clockwise on the screen, that is, when the face looks away. */
function doubleArea(screen: Float32Array, a: number, { b, c }: { b: number; c: number }): number {
  const ax = screen[a] as number
  const ay = screen[a + 1] as number
  return (
    ((screen[b] as number) - ax) * ((screen[c + 1] as number) - ay) -
    ((screen[b + 1] as number) - ay) * ((screen[c] as number) - ax)
  )
}

/** 1..127: a quarter of light everywhere, the rest by the angle to the lamp. */
function shadeOf(positions: Float64Array, [a, b, c]: Triple): number {
  const ux = (positions[b] as number) - (positions[a] as number)
  const uy = (positions[b + 1] as number) - (positions[a + 1] as number)
  const uz = (positions[b + 2] as number) - (positions[a + 2] as number)
  const vx = (positions[c] as number) - (positions[a] as number)
  const vy = (positions[c + 1] as number) - (positions[a + 1] as number)
  const vz = (positions[c + 2] as number) - (positions[a + 2] as number)
  const nx = uy * vz - uz * vy
  const ny = uz * vx - ux * vz
  const nz = ux * vy - uy * vx
  const facing = (nx * LIGHT[0] + ny * LIGHT[1] + nz * LIGHT[2]) / Math.sqrt(nx * nx + ny * ny + nz * nz)
  return Math.max(1, Math.round(MAX_SHADE * (0.25 + 0.75 * Math.max(0, facing))))
}

const MAX_SHADE = 127
const FILLED_BIT = 0x80

/** A square of shades with a z-buffer; 0 is empty. */
class Canvas {
  readonly size: number
  private readonly shades: Uint8Array
  private readonly nearness: Float32Array
  private left = 0
  private right = 0
  private top = 0
  private bottom = 0

  constructor(size: number) {
    this.size = size
    this.shades = new Uint8Array(size * size)
    this.nearness = new Float32Array(size * size).fill(-Infinity)
  }

  /** Finds the pixels whose centres lie in the box of a face; false when there are none. */
  aim(screen: Float32Array, a: number, { b, c }: { b: number; c: number }): boolean {
    const [ax, bx, cx] = [screen[a] as number, screen[b] as number, screen[c] as number]
    this.left = Math.ceil(Math.min(ax, bx, cx) - 0.5)
    this.right = Math.floor(Math.max(ax, bx, cx) - 0.5)
    if (this.left > this.right) return false
    const [ay, by, cy] = [screen[a + 1] as number, screen[b + 1] as number, screen[c + 1] as number]
    this.top = Math.ceil(Math.min(ay, by, cy) - 0.5)
    this.bottom = Math.floor(Math.max(ay, by, cy) - 0.5)
    return this.top <= this.bottom
  }

  /** Fills the aimed-at pixels inside a face whose corners run clockwise on the screen. */
  fill(screen: Float32Array, [a, b, c]: Triple, shade: number): void {
    const ax = screen[a] as number
    const ay = screen[a + 1] as number
    const az = screen[a + 2] as number
    const ux = (screen[b] as number) - ax
    const uy = (screen[b + 1] as number) - ay
    const vx = (screen[c] as number) - ax
    const vy = (screen[c + 1] as number) - ay
    const area = ux * vy - uy * vx
    const uz = ((screen[b + 2] as number) - az) / area
    const vz = ((screen[c + 2] as number) - az) / area
    for (let row = this.top; row <= this.bottom; row++) {
      const y = row + 0.5 - ay
      for (let column = this.left; column <= this.right; column++) {
        const x = column + 0.5 - ax
        const alongU = x * vy - y * vx
        const alongV = ux * y - uy * x
        if (alongU < 0 || alongV < 0 || alongU + alongV > area) continue
        const pixel = row * this.size + column
        const near = az + alongU * uz + alongV * vz
        if (near <= (this.nearness[pixel] as number)) continue
        this.nearness[pixel] = near
        this.shades[pixel] = shade
      }
    }
  }

  /** RGBA at half the size. */
  averaged(): Uint8Array {
    const half = this.size / 2
    const pixels = new Uint8Array(4 * half * half)
    for (let pixel = 0; pixel < half * half; pixel++) {
      const corner = 2 * Math.floor(pixel / half) * this.size + 2 * (pixel % half)
      const four = [corner, corner + 1, corner + this.size, corner + this.size + 1]
      mix(pixels.subarray(4 * pixel, 4 * pixel + 4), four.map((at) => this.shades[at] as number))
    }
    return pixels
  }
}

/** Averages the drawn ones of four shades; the empty ones only thin it out. */
function mix(pixel: Uint8Array, shades: readonly number[]): void {
  const drawn = shades.filter((shade) => shade > 0)
  if (drawn.length === 0) return
  for (let channel = 0; channel < 3; channel++) {
    const sum = drawn.reduce((total, shade) => {
      const colour = shade & FILLED_BIT ? FILLED_COLOUR : BODY_COLOUR
      return total + (colour[channel] as number) * ((shade & MAX_SHADE) / MAX_SHADE)
    }, 0)
    pixel[channel] = Math.round(sum / drawn.length)
  }
  pixel[3] = Math.round((255 * drawn.length) / shades.length)
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
