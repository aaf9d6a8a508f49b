import { createHash } from 'node:crypto'
import { createWriteStream } from 'node:fs'
import { mkdtemp, readFile, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { Transform } from 'node:stream'
import { pipeline } from 'node:stream/promises'

import { cancellationSignal, heartbeat } from '@temporalio/activity'

import { Upload } from '../src/db/models/uploads.js'
import { mustExist } from '../src/db/record.js'
import { failAnalysis, findReport, recordProgress, recordReport } from '../src/db/workflow-owned/analyses.js'
import { storeFeatures } from '../src/db/workflow-owned/mesh-features.js'
import { WorkFailed } from '../src/domain/errors.js'
import { finding } from '../src/domain/model-findings.js'
import { ANALYSIS_VERSION, type LengthUnit, type ModelReport } from '../src/domain/model-report.js'
import { cleanMeshKey, cleanModelKey, pictureKey } from '../src/domain/upload-rules.js'
import { ChildKilled, measureModel } from '../src/readers/isolate.js'
import type { ActivityDependencies } from './dependencies.js'

/** Untrusted files: fetched while hashing, read by a killable child, kept as clean copies. */
export function fileActivities(dependencies: ActivityDependencies) {
  const { database } = dependencies
  return {
    /** Measures an upload once per unit; a repeat finds the report and changes nothing. */
    async measureModel({ uploadId, unit }: { uploadId: string; unit?: LengthUnit }): Promise<{ status: string }> {
      const upload = mustExist(await Upload.findByPk(uploadId), 'the upload')
      const wanted = unit ?? upload.unit
      const known = await findReport(uploadId, wanted)
      if (known) return { status: known.status }
      const scratch = await mkdtemp(path.join(tmpdir(), 'makrx-model-'))
      try {
        const measured = await measure(dependencies, { upload, unit: wanted, scratch })
        await recordReport(database, { uploadId, unit: wanted, ...measured })
        return { status: measured.report.status }
      } finally {
        await rm(scratch, { recursive: true, force: true })
      }
    },

    failAnalysis: ({ uploadId }: { uploadId: string }): Promise<void> =>
      failAnalysis(database, uploadId, finding('analysis_failed').message),
  }
}

interface Measuring {
  readonly upload: Upload
  readonly unit: LengthUnit
  readonly scratch: string
}

async function measure(
  dependencies: ActivityDependencies,
  measuring: Measuring,
): Promise<{ sha256: string; report: ModelReport }> {
  const { upload, unit, scratch } = measuring
  const file = path.join(scratch, 'model')
  const sha256 = await fetchModel(dependencies, upload, file)
  if (upload.declaredSha256 && upload.declaredSha256 !== sha256) return { sha256, report: mismatched() }
  const report = await inChild(dependencies, { upload, unit, scratch, file })
  await keepCopies(dependencies, { upload, scratch, file, report })
  return { sha256, report }
}

/** Streams the object to a file, hashing on the way. */
async function fetchModel({ store }: ActivityDependencies, upload: Upload, file: string): Promise<string> {
  const hash = createHash('sha256')
  const tap = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      hash.update(chunk)
      heartbeat({ stage: 'fetching' })
      done(null, chunk)
    },
  })
  await pipeline(await store.open(upload.fileKey, cancellationSignal()), tap, createWriteStream(file))
  return hash.digest('hex')
}

async function inChild(
  { database }: ActivityDependencies,
  { upload, unit, scratch, file }: Measuring & { file: string },
): Promise<ModelReport> {
  let shown = 0
  try {
    return await measureModel({
      path: file,
      filename: upload.fileName,
      unit,
      scratchDirectory: scratch,
      signal: cancellationSignal(),
      onProgress(percent) {
        heartbeat({ stage: 'measuring', percent })
        if (percent < shown + 10) return
        shown = percent
        // A figure for people who poll: losing one is no loss.
        recordProgress(database, upload.id, Math.min(99, Math.floor(percent))).catch(() => undefined)
      },
    })
  } catch (error) {
    if (!(error instanceof ChildKilled)) throw error
    throw new WorkFailed(`measuring was ended (${error.reason})`)
  }
}

/** Copies under keys that no signature ever named for writing: only these are shown, quoted and sent on. */
async function keepCopies(
  { store, database }: ActivityDependencies,
  kept: { upload: Upload; scratch: string; file: string; report: ModelReport },
): Promise<void> {
  const { upload, scratch, file, report } = kept
  const put = async (key: string, name: string, contentType: string): Promise<void> => {
    const source = path.resolve(scratch, name)
    await store.put({ key, body: { path: source, bytes: (await stat(source)).size }, contentType })
    heartbeat({ stage: 'keeping' })
  }
  await put(cleanModelKey(upload.id), file, 'application/octet-stream')
  const { normalised, picture, features } = report.files
  const hash = report.measures?.normalisedSha256
  if (normalised && hash) await put(cleanMeshKey(upload.id, hash), normalised, 'model/stl')
  if (picture) await put(pictureKey(upload.id), picture, 'image/png')
  for (const { key, file: name } of features) {
    await storeFeatures(database, key, await readFile(path.join(scratch, name)))
  }
}

function mismatched(): ModelReport {
  const problem = finding('file_mismatch')
  return {
    analysisVersion: ANALYSIS_VERSION,
    kind: 'unknown',
    status: 'failed',
    isQuotable: false,
    findings: [problem],
    errorMessage: problem.message,
    measures: null,
    printable: null,
    files: { normalised: null, picture: null, features: [] },
  }
}
