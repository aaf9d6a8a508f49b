import type { IndexedMesh, Triple } from './mesh.js'
import { renumber, spread } from './mesh-topology-weld.js'

/**
 * Weld pass 2 (quoting.md 6): snaps corners to a grid of this cell size. Corners of one cell become one, and so do
 * corners of neighbouring cells that are at most half a cell apart.
 */
export function weldNearCorners(mesh: IndexedMesh, grid: { cell: number; origin: Triple }): IndexedMesh {
  const cells = new CellGrid(mesh.positions, grid)
  const vertexOf = new Uint32Array(mesh.positions.length / 3)
  const firstPoints = new Uint32Array(vertexOf.length)
  let vertices = 0
  for (let point = 0; point < vertexOf.length; point++) {
    const neighbour = cells.findNear(point)
    if (neighbour === NONE) {
      firstPoints[vertices] = point
      vertexOf[point] = vertices++
      cells.put(point)
    } else {
      vertexOf[point] = vertexOf[neighbour] as number
    }
  }
  return renumber(mesh, { vertexOf, firstPoints: firstPoints.subarray(0, vertices) })
}

const NONE = -1

/** Points by grid cell: chains in a table, newest point first. Lengths inside are in cells. */
class CellGrid {
  private readonly at: Float64Array
  private readonly table: Uint32Array
  /** for each point the next one in its chain, plus one */
  private readonly next: Uint32Array

  constructor(positions: Float64Array, { cell, origin }: { cell: number; origin: Triple }) {
    this.at = positions.map((value, k) => (value - (origin[k % 3] as number)) / cell)
    const points = positions.length / 3
    this.table = new Uint32Array(2 ** Math.ceil(Math.log2(2 * points + 2)))
    this.next = new Uint32Array(points)
  }

  put(point: number): void {
    const slot = this.slot(this.cell(point, 0), this.cell(point, 1), this.cell(point, 2))
    this.next[point] = this.table[slot] as number
    this.table[slot] = point + 1
  }

  /** A point of the same cell, else one within half a cell: such a one can only lie in the seven cells it leans to. */
  findNear(point: number): number {
    const x = this.cell(point, 0)
    const y = this.cell(point, 1)
    const z = this.cell(point, 2)
    for (let corner = 0; corner < 8; corner++) {
      const nearX = corner & 1 ? x + this.lean(point, 0) : x
      const nearY = corner & 2 ? y + this.lean(point, 1) : y
      const nearZ = corner & 4 ? z + this.lean(point, 2) : z
      const found = this.findInChain(point, this.slot(nearX, nearY, nearZ))
      if (found !== NONE) return found
    }
    return NONE
  }

  private findInChain(point: number, slot: number): number {
    for (let entry = this.table[slot] as number; entry !== 0; entry = this.next[entry - 1] as number) {
      if (this.isSameCell(point, entry - 1) || this.squaredDistance(point, entry - 1) <= 0.25) return entry - 1
    }
    return NONE
  }

  private isSameCell(a: number, b: number): boolean {
    return (
      this.cell(a, 0) === this.cell(b, 0) && this.cell(a, 1) === this.cell(b, 1) && this.cell(a, 2) === this.cell(b, 2)
    )
  }

  private squaredDistance(a: number, b: number): number {
    const x = (this.at[3 * a] as number) - (this.at[3 * b] as number)
    const y = (this.at[3 * a + 1] as number) - (this.at[3 * b + 1] as number)
    const z = (this.at[3 * a + 2] as number) - (this.at[3 * b + 2] as number)
    return x * x + y * y + z * z
  }

  private cell(point: number, axis: number): number {
    return Math.floor((this.at[3 * point + axis] as number) + 0.5)
  }

  private lean(point: number, axis: number): number {
    return (this.at[3 * point + axis] as number) < this.cell(point, axis) ? -1 : 1
  }

  private slot(x: number, y: number, z: number): number {
    return spread(x, y, z) & (this.table.length - 1)
  }
}
