import type { LayerGrid } from './layer-grid.js'
import type { IndexedMesh } from './mesh.js'
import type { PresetGeometry } from './print-presets.js'

const MIN_CROSS_MM2 = 1e-12
/** Flatter than this a face is a wall. */
const MIN_FLATNESS = 0.02

/** Faces that need solid fill beneath or above them, shared out over the layers they pass through (quoting.md 8.2). */
export class FlatAreas {
  readonly up: Float64Array
  readonly down: Float64Array
  private readonly mesh: IndexedMesh
  private readonly grid: LayerGrid
  /** how far sideways a face's own walls reach for each mm of its solid layers */
  private readonly coverUp: number
  private readonly coverDown: number

  constructor(mesh: IndexedMesh, geometry: PresetGeometry, grid: LayerGrid) {
    this.mesh = mesh
    this.grid = grid
    this.up = new Float64Array(grid.count)
    this.down = new Float64Array(grid.count)
    this.coverUp = geometry.wallThicknessMm / (geometry.topLayers * geometry.layerHeightMm)
    this.coverDown = geometry.wallThicknessMm / (geometry.bottomLayers * geometry.layerHeightMm)
  }

  /** Adds one triangle; false when it has no area. */
  add(triangle: number): boolean {
    const { positions, triangles } = this.mesh
    const a = 3 * (triangles[3 * triangle] as number)
    const b = 3 * (triangles[3 * triangle + 1] as number)
    const c = 3 * (triangles[3 * triangle + 2] as number)
    const az = positions[a + 2] as number
    const bx = (positions[b] as number) - (positions[a] as number)
    const by = (positions[b + 1] as number) - (positions[a + 1] as number)
    const bz = (positions[b + 2] as number) - az
    const cx = (positions[c] as number) - (positions[a] as number)
    const cy = (positions[c + 1] as number) - (positions[a + 1] as number)
    const cz = (positions[c + 2] as number) - az
    const nx = by * cz - bz * cy
    const ny = bz * cx - bx * cz
    const nz = bx * cy - by * cx
    const upright = nx * nx + ny * ny
    const square = upright + nz * nz
    if (square <= MIN_CROSS_MM2 * MIN_CROSS_MM2) return false
    const cover = nz > 0 ? this.coverUp : this.coverDown
    // Squares first: most faces are covered by their walls, and need no root.
    const isOpen = nz * nz > cover * cover * upright && nz * nz > MIN_FLATNESS * MIN_FLATNESS * square
    if (isOpen) this.share(triangle, nz > 0 ? this.up : this.down, (Math.abs(nz) - cover * Math.sqrt(upright)) / 2)
    return true
  }

  /** An equal part of the area for every slot between the lowest and the highest corner. */
  private share(triangle: number, slots: Float64Array, areaMm2: number): void {
    const { positions, triangles } = this.mesh
    const az = positions[3 * (triangles[3 * triangle] as number) + 2] as number
    const bz = positions[3 * (triangles[3 * triangle + 1] as number) + 2] as number
    const cz = positions[3 * (triangles[3 * triangle + 2] as number) + 2] as number
    const lowest = this.slotAt(Math.min(az, bz, cz), 1e-6)
    const highest = Math.max(lowest, this.slotAt(Math.max(az, bz, cz), -1e-6))
    const share = areaMm2 / (highest - lowest + 1)
    for (let slot = lowest; slot <= highest; slot++) slots[slot] = (slots[slot] as number) + share
  }

  private slotAt(z: number, tolerance: number): number {
    const slot = Math.floor(z / this.grid.heightMm + tolerance)
    return Math.min(Math.max(slot, 0), this.grid.count - 1)
  }
}
