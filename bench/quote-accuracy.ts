import { readFileSync } from 'node:fs'
import { join } from 'node:path'

import { boxOf, centreOf, placeMesh, sidesOf, type IndexedMesh } from '../src/domain/mesh.js'
import { estimatePiece } from '../src/domain/mesh-estimate.js'
import { measureFeatures } from '../src/domain/mesh-layers.js'
import { judgeTopology } from '../src/domain/mesh-topology.js'
import { skirtMg } from '../src/domain/print-extras.js'
import { openFile } from '../src/readers/model-source.js'
import { recogniseModel } from '../src/readers/recognise-model.js'
import { missedTargets, reportAccuracy } from './accuracy-report.js'
import { SLICER_SETTINGS, type SlicerSetting } from './slicer-settings.js'

/** Compares the estimator with real slices of published parts (quoting.md 13); exit code 1 when a target is missed. */
async function main(): Promise<void> {
  const folder = process.env['MAKRX_DATA_DIR']
  if (folder === undefined) {
    console.log('MAKRX_DATA_DIR is not set: accuracy on printed parts is left out.')
    return
  }
  const { comparisons, refused } = await compareParts(join(folder, 'printed-parts'))
  if (process.argv.includes('--json')) comparisons.forEach((one) => console.log(JSON.stringify(one)))
  else reportAccuracy(comparisons, refused)
  const missed = missedTargets(comparisons, refused)
  missed.forEach((target) => console.error(`missed: ${target}`))
  process.exitCode = missed.length > 0 ? 1 : 0
}

/** One run of the slicer beside the estimate. */
export interface Comparison {
  readonly part: string
  readonly setting: string
  readonly grams: number
  readonly sliceGrams: number
  readonly seconds: number
  readonly sliceSeconds: number
}

interface SlicerTruth {
  readonly models: Readonly<Record<string, { readonly runs: Readonly<Record<string, { g: number; s: number }>> }>>
}

async function compareParts(folder: string): Promise<{ comparisons: Comparison[]; refused: string[] }> {
  const truth = JSON.parse(readFileSync(join(folder, 'slicer_truth.json'), 'utf8')) as SlicerTruth
  const comparisons: Comparison[] = []
  const refused: string[] = []
  for (const [part, { runs }] of Object.entries(truth.models)) {
    const mesh = await readSolid(join(folder, part))
    if (mesh === undefined) {
      refused.push(part)
      continue
    }
    for (const [name, setting] of Object.entries(SLICER_SETTINGS)) {
      const run = runs[name]
      if (run === undefined || run.g < MIN_GRAMS) continue
      comparisons.push({ part, setting: name, sliceGrams: run.g, sliceSeconds: run.s, ...estimate(mesh, setting) })
    }
  }
  return { comparisons, refused }
}

/** Below this the skirt is most of what is weighed. */
const MIN_GRAMS = 0.3

async function readSolid(path: string): Promise<IndexedMesh | undefined> {
  const source = openFile(path)
  try {
    const { model } = await recogniseModel(source)
    if (model === undefined) return undefined
    const { mesh, isClosed } = judgeTopology(model.mesh)
    const box = boxOf(mesh)
    const [x, y] = centreOf(box)
    return isClosed ? placeMesh(mesh, { origin: [x, y, box.min[2]], scale: 1 }) : undefined
  } finally {
    source.close()
  }
}

function estimate(mesh: IndexedMesh, { preset, material, infill, skirtShare }: SlicerSetting) {
  const [x, y] = sidesOf(boxOf(mesh))
  const features = measureFeatures(mesh, preset)
  const piece = estimatePiece({ features, preset, material, infill })
  const milligrams = piece.modelMg + skirtShare * skirtMg(x + y, preset, material)
  return { grams: milligrams / 1000, seconds: piece.plateSeconds(1) }
}

void main()
