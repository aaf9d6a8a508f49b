import type { CoarseFeatures } from './layer-features.js'
import type { IndexedMesh } from './mesh.js'
import { layerCount, type PresetGeometry } from './print-presets.js'

/** Features for the coarse estimate (quoting.md 12) of an oriented mesh in mm that stands on z = 0. */
export function measureSkin(mesh: IndexedMesh, geometry: PresetGeometry): CoarseFeatures {
  const { positions, triangles } = mesh
  let topMm = 0
  let volumeMm3 = 0
  let skinMm3 = 0
  for (let k = 2; k < positions.length; k += 3) topMm = Math.max(topMm, positions[k] as number)
  for (let t = 0; t < triangles.length / 3; t++) {
    const face = measureFace(mesh, t)
    volumeMm3 += face.volumeMm3
    skinMm3 += skinUnder(face, geometry)
  }
  return { method: 'coarse', layerCount: layerCount(topMm, geometry.layerHeightMm), volumeMm3, skinMm3 }
}

interface Face {
  readonly areaMm2: number
  /** signed area of its shadow on the bed; positive faces up */
  readonly shadowMm2: number
  /** signed volume of the prism down to the bed */
  readonly volumeMm3: number
}

function measureFace({ positions, triangles }: IndexedMesh, triangle: number): Face {
  const corner = (k: number): [number, number, number] => {
    const at = 3 * (triangles[3 * triangle + k] as number)
    return [positions[at] as number, positions[at + 1] as number, positions[at + 2] as number]
  }
  const [ax, ay, az] = corner(0)
  const [bx, by, bz] = corner(1)
  const [cx, cy, cz] = corner(2)
  const nx = (by - ay) * (cz - az) - (bz - az) * (cy - ay)
  const ny = (bz - az) * (cx - ax) - (bx - ax) * (cz - az)
  const nz = (bx - ax) * (cy - ay) - (by - ay) * (cx - ax)
  return { areaMm2: Math.hypot(nx, ny, nz) / 2, shadowMm2: nz / 2, volumeMm3: (nz * (az + bz + cz)) / 6 }
}

/** Flat faces carry the preset's solid layers, steep ones its walls; whichever is thicker counts. */
function skinUnder(face: Face, geometry: PresetGeometry): number {
  const solidMm = (face.shadowMm2 > 0 ? geometry.topLayers : geometry.bottomLayers) * geometry.layerHeightMm
  const upright = Math.sqrt(Math.max(0, face.areaMm2 ** 2 - face.shadowMm2 ** 2))
  return Math.max(solidMm * Math.abs(face.shadowMm2), geometry.wallThicknessMm * upright)
}
