import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { boxOf, centreOf, measureSurface, type IndexedMesh } from '../src/domain/mesh.js'
import { measureFeatures } from '../src/domain/mesh-layers.js'
import { measureOverhang } from '../src/domain/mesh-signals.js'
import { judgeTopology } from '../src/domain/mesh-topology.js'
import { PointWelder } from '../src/domain/mesh-topology-weld.js'
import { PRESETS } from '../src/domain/print-presets.js'
import { measureModelFile } from '../src/readers/measure-model.js'
import { judgeGeometry, placeOnBed } from '../src/readers/model-geometry.js'
import { openFile } from '../src/readers/model-source.js'
import { readXml } from '../src/readers/package-xml.js'
import type { ReadModel } from '../src/readers/read-model.js'
import { readBinaryStl } from '../src/readers/stl-binary.js'
import { readTextStl } from '../src/readers/stl-text.js'
import { PACKAGE_LIMITS, readPackage } from '../src/readers/three-mf.js'
import { drawThumbnail } from '../src/readers/thumbnail.js'
import { GuardedZip } from '../src/readers/zip-guard.js'
import { textStl, threeMf } from '../test/support/model-files.js'
import { inRounds } from './figures.js'
import { bumpyRing, looseCorners, stlOf } from './mesh-models.js'
import { median, report, type Result } from './mesh-report.js'

const ROUNDS = 5
const MIB = 1024 ** 2
/** Argument with which the bench starts itself, to read one file in a process that has read nothing else. */
const STREAM = '--stream'

/** Measures the reading of models against raw passes over the same data in the same run (quoting.md 18). */
async function main(): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'makrx-bench-'))
  try {
    const results = [...(await binaryResults(folder)), ...textResults(), ...(await packageResults())]
    process.exitCode = report(results, process.argv.includes('--json')).length > 0 ? 1 : 0
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/** 101 MB, 2.03 million triangles. */
async function binaryResults(folder: string): Promise<Result[]> {
  const path = join(folder, 'ring.stl')
  const file = stlOf(looseCorners(bumpyRing(1_008, 1_006)))
  writeFileSync(path, file)
  const grown = Number(
    execFileSync(process.execPath, [...process.execArgv, __filename, STREAM, path], { encoding: 'utf8' }),
  )
  const { mesh } = readBinaryStl(openFile(path))
  const corners = looseCorners(mesh)
  const placed = placeOnBed(mesh, 1)
  const closed = { mesh: placed, isClosed: true, filledFaces: 0 }
  const times = await inRounds(ROUNDS, {
    touch: () => touch(file),
    surface: () => measureSurface(mesh, centreOf(boxOf(mesh))),
    topology: () => judgeTopology({ ...mesh, triangles: weld(corners) }),
    layers: () => measureFeatures(placed, PRESETS.standard),
    picture: () => drawThumbnail(closed),
    complete: () => analyse(path),
    stored: () => measureModelFile({ path, filename: '', unit: 'mm', scratchDirectory: folder }, () => undefined),
    streamed: () => readBinaryStl(openFile(path)),
  })
  return [...ratioResults(times), memoryResult(grown, file.length)]
}

function ratioResults(times: Readonly<Record<BinaryStep, number>>): Result[] {
  const ratio = (step: string, name: BinaryStep, limit?: number): Result => ({
    step,
    value: times[name] / times.touch,
    unit: '× touch',
    ...(limit === undefined ? {} : { limit }),
    note: `${times[name].toFixed(0)} ms`,
  })
  return [
    {
      step: 'touch: nine coordinates of 2.03 M triangles',
      value: times.touch,
      unit: 'ms',
      note: 'unit of what follows',
    },
    ratio('box, area and volume', 'surface', 2.5),
    ratio('weld, edge table, balance, bodies', 'topology', 45),
    ratio('layer features, 240 layers', 'layers', 8),
    ratio('picture, 512 pixels', 'picture', 15),
    ratio('complete analysis with picture', 'complete', 70),
    ratio('the same, four presets, files written', 'stored'),
    ratio('streaming read and weld', 'streamed'),
  ]
}

type BinaryStep = 'touch' | 'surface' | 'topology' | 'layers' | 'picture' | 'complete' | 'stored' | 'streamed'

function memoryResult(grown: number, fileBytes: number): Result {
  const note = `${(grown / MIB).toFixed(0)} MiB in all`
  return { step: 'memory of streaming beyond the file', value: (grown - fileBytes) / MIB, unit: 'MiB', limit: 64, note }
}

/** About 90 MB of text. */
function textResults(): Result[] {
  const text = textStl(inMicrons(bumpyRing(560, 540)))
  const numbers = JSON.stringify(Array.from({ length: text.length / 8 }, (_, k) => Math.round(k * 7.919) / 1000))
  const array = `${numbers.slice(0, numbers.lastIndexOf(',', text.length))}]`
  const raw = median(timed(() => JSON.parse(array) as unknown))
  const own = median(timed(() => readTextStl(text)))
  const note = `${own.toFixed(0)} ms for ${(text.length / 1e6).toFixed(0)} MB`
  return [{ step: 'text STL', value: own / raw, unit: '× JSON', limit: 3, note }]
}

/** 225 thousand triangles in a 3MF. */
async function packageResults(): Promise<Result[]> {
  const content = threeMf(bumpyRing(336, 335))
  const times = await inRounds(ROUNDS, { raw: () => tokenise(content), own: () => readPackage(content) })
  const note = `${times.own.toFixed(0)} ms for ${(content.length / 1e6).toFixed(1)} MB`
  return [{ step: '3MF', value: times.own / times.raw, unit: '× tokens', limit: 3, note }]
}

/** Numbers as long as programs write them. */
function inMicrons({ positions, triangles }: IndexedMesh): IndexedMesh {
  return { positions: positions.map((value) => Math.round(value * 1000) / 1000), triangles }
}

function touch(file: Buffer): number {
  const view = new DataView(file.buffer, file.byteOffset, file.length)
  let sum = 0
  for (let at = 96; at < file.length; at += 50) {
    for (let k = at; k < at + 36; k += 4) sum += view.getFloat32(k, true)
  }
  return sum
}

function weld(corners: Float32Array): Uint32Array {
  const welder = new PointWelder()
  const triangles = new Uint32Array(corners.length / 3)
  welder.add(corners, triangles, 0)
  return triangles
}

/** Everything that stands between an upload and its first price. */
function analyse(path: string): number {
  const model: ReadModel = readBinaryStl(openFile(path))
  const { placed, topology } = judgeGeometry(model, 'mm')
  const picture = drawThumbnail({ mesh: placed, isClosed: topology?.isClosed === true, filledFaces: 0 })
  measureFeatures(placed, PRESETS.standard)
  measureOverhang(placed)
  return picture.length
}

/** Most resident memory while a file is read in pieces, beyond what a fresh process has, in bytes. */
function streamedGrowth(path: string): number {
  const before = process.memoryUsage.rss()
  const { mesh } = readBinaryStl(openFile(path))
  measureSurface(mesh, centreOf(boxOf(mesh)))
  return highestResident() - before
}

/** Of this process image alone; the figure of getrusage would include the process that started it. */
function highestResident(): number {
  const kibibytes = /^VmHWM:\s+(\d+) kB$/m.exec(readFileSync('/proc/self/status', 'latin1'))?.[1]
  return 1024 * Number(kibibytes ?? NaN)
}

async function tokenise(content: Buffer): Promise<void> {
  const zip = await GuardedZip.open(content, PACKAGE_LIMITS)
  await readXml(zip.read('3D/3dmodel.model'), () => ({ open: () => undefined, close: () => undefined }))
}

function timed(run: () => unknown): number[] {
  return Array.from({ length: ROUNDS }, () => {
    const start = performance.now()
    run()
    return performance.now() - start
  })
}

const [, , asked, path = ''] = process.argv
if (asked === STREAM) process.stdout.write(String(streamedGrowth(path)))
else void main()
