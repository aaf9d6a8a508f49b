import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { deflateSync } from 'node:zlib'

import { encodeFeatures, type MeshFeatures } from '../domain/layer-features.js'
import type { IndexedMesh } from '../domain/mesh.js'
import { measureFeatures } from '../domain/mesh-layers.js'
import type { ModelFiles } from '../domain/model-report.js'
import { PRESETS, presetGeometryKey, QUALITY_WORDS, type QualityWord } from '../domain/print-presets.js'

/** Layer features of all presets; `standard` may have been measured already. Keys name mesh and preset geometry. */
export function measureAllPresets(
  mesh: IndexedMesh,
  known: { sha256: string; standard: MeshFeatures },
): PresetFeatures[] {
  return QUALITY_WORDS.map((quality) => ({
    quality,
    key: `${known.sha256}:${presetGeometryKey(PRESETS[quality])}`,
    features: quality === 'standard' ? known.standard : measureFeatures(mesh, PRESETS[quality]),
  }))
}

/** Writes each preset's features, deflated, into the scratch directory. */
export function writeFeatures(presets: readonly PresetFeatures[], scratchDirectory: string): ModelFiles['features'] {
  return presets.map(({ quality, key, features }) => {
    const file = `features-${quality}.bin`
    writeFileSync(join(scratchDirectory, file), deflateSync(encodeFeatures(features)))
    return { key, file }
  })
}

export interface PresetFeatures {
  readonly quality: QualityWord
  readonly key: string
  readonly features: MeshFeatures
}
