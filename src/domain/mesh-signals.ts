import type { IndexedMesh, Surface } from './mesh.js'
import type { LayerFeatures } from './layer-features.js'

/** Steeper than 45° downwards hangs. */
const HANGING_NORMAL_Z = -0.70711
/** What starts lower than this lies on the bed. */
const BED_MM = 0.3
const THIN_MM = 0.8
const MIN_SECTION_MM2 = 1e-6
const MIN_OVERHANG_MM2 = 100
const MAX_THIN_SHARE = 0.1

/** Faces that hang freely, summed over the part (quoting.md 7 and 10). Expects an oriented mesh in mm, standing on z = 0. */
export function measureOverhang(mesh: IndexedMesh): Overhang {
  const total = { areaMm2: 0, columnMm3: 0, highestMm: 0 }
  for (let face = 0; face < mesh.triangles.length / 3; face++) addOverhang(total, mesh, face)
  return total
}

/** Share of layers with thin walls, and the thinnest mean wall of any layer. */
export function measureWalls({ area, perimeter }: LayerFeatures): Walls {
  let sections = 0
  let thin = 0
  let thinnestMm = Infinity
  area.forEach((areaMm2, layer) => {
    const outlineMm = perimeter[layer] as number
    if (areaMm2 <= MIN_SECTION_MM2 || outlineMm <= 0) return
    const thicknessMm = (2 * areaMm2) / outlineMm
    sections++
    if (thicknessMm < THIN_MM) thin++
    thinnestMm = Math.min(thinnestMm, thicknessMm)
  })
  return { thinShare: sections > 0 ? thin / sections : 0, thinnestMm: sections > 0 ? thinnestMm : undefined }
}

/** 1 for a ball to 10 for filigree: how much more surface a part has than a ball of its volume. One decimal. */
export function complexityScore({ area, signedVolume }: Surface): number {
  const sphericity = (Math.cbrt(Math.PI) * Math.cbrt(6 * signedVolume) ** 2) / area
  return Math.round(10 * Math.min(10, Math.max(1, 1 + 11 * (1 - sphericity)))) / 10
}

/** Enough hangs freely to be worth a word. */
export const hasOverhangs = (overhang: Overhang): boolean => overhang.areaMm2 > MIN_OVERHANG_MM2

/** Enough layers are thin to be worth a word. */
export const hasThinWalls = ({ thinShare }: Pick<Walls, 'thinShare'>): boolean => thinShare > MAX_THIN_SHARE

function addOverhang(total: Mutable<Overhang>, { positions, triangles }: IndexedMesh, face: number): void {
  const a = 3 * (triangles[3 * face] as number)
  const b = 3 * (triangles[3 * face + 1] as number)
  const c = 3 * (triangles[3 * face + 2] as number)
  const az = positions[a + 2] as number
  const ux = (positions[b] as number) - (positions[a] as number)
  const uy = (positions[b + 1] as number) - (positions[a + 1] as number)
  const uz = (positions[b + 2] as number) - az
  const vx = (positions[c] as number) - (positions[a] as number)
  const vy = (positions[c + 1] as number) - (positions[a + 1] as number)
  const vz = (positions[c + 2] as number) - az
  const nz = ux * vy - uy * vx
  // Most faces point sideways or up; they leave before the square root.
  if (nz >= 0) return
  const lowest = az + Math.min(0, uz, vz)
  const nx = uy * vz - uz * vy
  const ny = uz * vx - ux * vz
  const cross = Math.sqrt(nx * nx + ny * ny + nz * nz)
  if (lowest <= BED_MM || nz >= HANGING_NORMAL_Z * cross) return
  const middle = (lowest + az + Math.max(0, uz, vz)) / 2
  total.areaMm2 -= nz / 2
  total.columnMm3 -= (nz / 2) * middle
  total.highestMm = Math.max(total.highestMm, middle)
}

export interface Overhang {
  /** area of their shadow */
  readonly areaMm2: number
  /** space between them and the bed */
  readonly columnMm3: number
  /** middle of the highest face */
  readonly highestMm: number
}

export interface Walls {
  /** 0..1, of the layers that have a section */
  readonly thinShare: number
  readonly thinnestMm: number | undefined
}

type Mutable<T> = { -readonly [Key in keyof T]: T[Key] }
