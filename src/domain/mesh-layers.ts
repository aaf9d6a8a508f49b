import { FlatAreas } from './flat-areas.js'
import type { LayerFeatures, MeshFeatures } from './layer-features.js'
import { layerGrid, type LayerGrid } from './layer-grid.js'
import type { IndexedMesh } from './mesh.js'
import { Sections } from './mesh-sections.js'
import { measureSkin } from './mesh-skin.js'
import type { PresetGeometry } from './print-presets.js'

/**
 * Cuts a mesh into layers and adds up section area, outline, loops and flat faces (quoting.md 8.1 and 8.2). No polygon
 * is chained: each triangle adds its share on its own. Expects an oriented, welded mesh in mm, lowest point at z = 0,
 * x and y relative to the box centre. Time grows with triangles plus crossings.
 */
export function measureLayers(mesh: IndexedMesh, geometry: PresetGeometry): LayerFeatures {
  return addUpLayers(mesh, geometry, layerGrid(mesh, geometry.layerHeightMm))
}

/** Features for pricing: by layers, or coarse ones where the section pass would take too long (quoting.md 12). */
export function measureFeatures(mesh: IndexedMesh, geometry: PresetGeometry): MeshFeatures {
  const grid = layerGrid(mesh, geometry.layerHeightMm)
  const isTooLong = grid.count > MAX_LAYERS || grid.crossings > MAX_CROSSINGS
  return isTooLong ? measureSkin(mesh, geometry) : addUpLayers(mesh, geometry, grid)
}

const MAX_LAYERS = 5_000
const MAX_CROSSINGS = 60_000_000

function addUpLayers(mesh: IndexedMesh, geometry: PresetGeometry, grid: LayerGrid): LayerFeatures {
  const flats = new FlatAreas(mesh, geometry, grid)
  const sections = new Sections(mesh, grid)
  const triangleCount = mesh.triangles.length / 3
  for (let t = 0; t < triangleCount; t++) {
    if (flats.add(t)) sections.add(t)
  }
  return { method: 'layers', ...sections.finish(), up: flats.up, down: flats.down }
}
