/** One shade of light takes 1..127; the highest bit tells filled holes from the body. */
export const MAX_SHADE = 127
export const FILLED_BIT = 0x80

/** A square of shades with a z-buffer; shade 0 is empty. Corners come as offsets into screen x, y (down), nearness. */
export class PictureCanvas {
  readonly size: number
  private readonly screen: Float32Array
  private readonly shades: Uint8Array
  private readonly nearness: Float32Array
  private left = 0
  private right = 0
  private top = 0
  private bottom = 0

  constructor(size: number, screen: Float32Array) {
    this.size = size
    this.screen = screen
    this.shades = new Uint8Array(size * size)
    this.nearness = new Float32Array(size * size).fill(-Infinity)
  }

  /** Twice the signed area of a face on the screen: positive when its corners run clockwise, that is, when it looks away. */
  turn(a: number, b: number, c: number): number {
    const { screen } = this
    const ax = screen[a] as number
    const ay = screen[a + 1] as number
    const alongX = ((screen[b] as number) - ax) * ((screen[c + 1] as number) - ay)
    return alongX - ((screen[b + 1] as number) - ay) * ((screen[c] as number) - ax)
  }

  /** Finds the pixels whose centres lie in the box of a face; false when there are none. */
  aim(a: number, b: number, c: number): boolean {
    const { screen } = this
    const ax = screen[a] as number
    const bx = screen[b] as number
    const cx = screen[c] as number
    this.left = Math.ceil(Math.min(ax, bx, cx) - 0.5)
    this.right = Math.floor(Math.max(ax, bx, cx) - 0.5)
    if (this.left > this.right) return false
    const ay = screen[a + 1] as number
    const by = screen[b + 1] as number
    const cy = screen[c + 1] as number
    this.top = Math.ceil(Math.min(ay, by, cy) - 0.5)
    this.bottom = Math.floor(Math.max(ay, by, cy) - 0.5)
    return this.top <= this.bottom
  }

  /** Fills the aimed-at pixels inside a face, whichever way it turns, where nothing nearer is drawn. */
  fill([a, b, c]: readonly [number, number, number], shade: number): void {
    const { screen } = this
    const ax = screen[a] as number
    const ay = screen[a + 1] as number
    const az = screen[a + 2] as number
    const area = this.turn(a, b, c)
    const ux = ((screen[b] as number) - ax) / area
    const uy = ((screen[b + 1] as number) - ay) / area
    const uz = (screen[b + 2] as number) - az
    const vx = ((screen[c] as number) - ax) / area
    const vy = ((screen[c + 1] as number) - ay) / area
    const vz = (screen[c + 2] as number) - az
    for (let row = this.top; row <= this.bottom; row++) {
      const y = row + 0.5 - ay
      for (let column = this.left; column <= this.right; column++) {
        const x = column + 0.5 - ax
        const alongU = x * vy - y * vx
        const alongV = ux * y - uy * x
        if (alongU < 0 || alongV < 0 || alongU + alongV > 1) continue
        this.set(row * this.size + column, az + alongU * uz + alongV * vz, shade)
      }
    }
  }

  /** RGBA at half the size: averages of four, thinned out by the empty ones. `colours` holds r, g, b of every shade. */
  averaged(colours: Uint8Array): Uint8Array {
    const { shades, size } = this
    const pixels = new Uint8Array(size * size)
    for (let row = 0, at = 0; row < size; row += 2) {
      for (let corner = row * size; corner < (row + 1) * size; corner += 2, at += 4) {
        const upper = ((shades[corner] as number) << 8) | (shades[corner + 1] as number)
        const lower = ((shades[corner + size] as number) << 8) | (shades[corner + size + 1] as number)
        if ((upper | lower) !== 0) mix(pixels, at, { four: (upper << 16) | lower, colours })
      }
    }
    return pixels
  }

  private set(pixel: number, near: number, shade: number): void {
    if (near <= (this.nearness[pixel] as number)) return
    this.nearness[pixel] = near
    this.shades[pixel] = shade
  }
}

/** `four` holds four shades, a byte each. */
function mix(pixels: Uint8Array, at: number, { four, colours }: { four: number; colours: Uint8Array }): void {
  let red = 0
  let green = 0
  let blue = 0
  let drawn = 0
  for (let shift = 0; shift < 32; shift += 8) {
    const shade = (four >>> shift) & 0xff
    if (shade === 0) continue
    drawn++
    red += colours[3 * shade] as number
    green += colours[3 * shade + 1] as number
    blue += colours[3 * shade + 2] as number
  }
  // Truncation by the array rounds half up here.
  pixels[at] = red / drawn + 0.5
  pixels[at + 1] = green / drawn + 0.5
  pixels[at + 2] = blue / drawn + 0.5
  pixels[at + 3] = (255 * drawn) / 4 + 0.5
}
