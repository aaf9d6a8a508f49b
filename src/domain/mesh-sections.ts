import type { LayerGrid } from './layer-grid.js'
import type { IndexedMesh } from './mesh.js'
import { OutlineLoops } from './outline-loops.js'

/**
 * Section area, outline length and loops of every layer (quoting.md 8.1). A plane leaves one piece of outline in a
 * triangle; it runs between the long edge (lowest to highest corner) and one of the two short ones.
 */
export class Sections {
  private readonly mesh: IndexedMesh
  private readonly grid: LayerGrid
  private readonly area: Float64Array
  private readonly perimeter: Float64Array
  private readonly outlines: OutlineLoops

  constructor(mesh: IndexedMesh, grid: LayerGrid) {
    this.mesh = mesh
    this.grid = grid
    this.area = new Float64Array(grid.count)
    this.perimeter = new Float64Array(grid.count)
    this.outlines = new OutlineLoops({ layers: grid.count, triangles: grid.crossingTriangles, pieces: grid.crossings })
  }

  /** Adds one triangle to all layers it passes. */
  add(triangle: number): void {
    const { triangles, positions } = this.mesh
    const { planeAbove } = this.grid
    const a = triangles[3 * triangle] as number
    const b = triangles[3 * triangle + 1] as number
    const c = triangles[3 * triangle + 2] as number
    if (planeAbove[a] === planeAbove[b] && planeAbove[b] === planeAbove[c]) return
    const az = positions[3 * a + 2] as number
    const bz = positions[3 * b + 2] as number
    const cz = positions[3 * c + 2] as number
    if (az <= bz && az <= cz) this.addFromLowest(a, b, c)
    else if (bz <= cz) this.addFromLowest(b, c, a)
    else this.addFromLowest(c, a, b)
  }

  /** The sums; the sign of a section says only which way round its outline was walked. */
  finish(): { area: Float64Array; perimeter: Float64Array; loops: Uint32Array } {
    return { area: this.area.map(Math.abs), perimeter: this.perimeter, loops: this.outlines.counts() }
  }

  /** One function on purpose: with everything in registers the pass takes half the time. */
  private addFromLowest(low: number, next: number, last: number): void {
    const { area, perimeter, outlines } = this
    const { positions } = this.mesh
    const { planeAbove, heightMm } = this.grid
    const isMirrored = (positions[3 * next + 2] as number) > (positions[3 * last + 2] as number)
    const middle = isMirrored ? last : next
    const high = isMirrored ? next : last
    const first = planeAbove[low] as number
    const end = planeAbove[high] as number
    const half = isMirrored ? -0.5 : 0.5
    const x = positions[3 * low] as number
    const y = positions[3 * low + 1] as number
    const z = positions[3 * low + 2] as number
    const top = positions[3 * high + 2] as number
    const perMm = 1 / (top - z)
    const slopeX = ((positions[3 * high] as number) - x) * perMm
    const slopeY = ((positions[3 * high + 1] as number) - y) * perMm
    const longNode = outlines.nodesOf(low, high, end - first) - first
    for (let from = low; from !== high; from = from === low ? middle : high) {
      const to = from === low ? middle : high
      const start = planeAbove[from] as number
      const stop = planeAbove[to] as number
      if (start === stop) continue
      const u = positions[3 * from] as number
      const v = positions[3 * from + 1] as number
      const w = positions[3 * from + 2] as number
      const perMm2 = 1 / ((positions[3 * to + 2] as number) - w)
      const slopeU = ((positions[3 * to] as number) - u) * perMm2
      const slopeV = ((positions[3 * to + 1] as number) - v) * perMm2
      const shortNode = outlines.nodesOf(from, to, stop - start) - start
      for (let i = start; i < stop; i++) {
        const plane = (i + 0.5) * heightMm
        // A plane through the highest corner only touches the triangle.
        if (plane >= top) break
        const px = x + slopeX * (plane - z)
        const py = y + slopeY * (plane - z)
        const qx = u + slopeU * (plane - w)
        const qy = v + slopeV * (plane - w)
        area[i] = (area[i] as number) + half * (px * qy - py * qx)
        perimeter[i] = (perimeter[i] as number) + Math.sqrt((qx - px) * (qx - px) + (qy - py) * (qy - py))
        outlines.join(i, longNode + i, shortNode + i)
      }
    }
  }
}
