import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'

import { cancellationSignal, heartbeat } from '@temporalio/activity'

import { Upload } from '../src/db/models/uploads.js'
import { mustExist } from '../src/db/record.js'
import { failAnalysis, findReport, recordProgress, recordReport } from '../src/db/workflow-owned/analyses.js'
import { WorkFailed } from '../src/domain/errors.js'
import { finding } from '../src/domain/model-findings.js'
import { ANALYSIS_VERSION, type LengthUnit, type ModelReport } from '../src/domain/model-report.js'
import { cleanModelKey } from '../src/domain/upload-rules.js'
import { ChildKilled, measureModel } from '../src/readers/isolate.js'
import { keepCopies, takeOver, type Measuring } from './clean-copies.js'
import type { ActivityDependencies } from './dependencies.js'
import { fetchObject } from './stored-objects.js'

const HEARTBEAT_MS = 5_000

/** Untrusted files: fetched while hashing, read by a killable child, kept as clean copies. */
export function fileActivities(dependencies: ActivityDependencies) {
  const { database } = dependencies
  return {
    /**
     * Measures an upload once per unit; a repeat finds the report and changes nothing. What is wrong with the file is
     * a result; a child that was killed is `WorkFailed`. An upload that is gone meanwhile is left alone.
     */
    async measureModel({ uploadId, unit }: { uploadId: string; unit?: LengthUnit }): Promise<{ status: string }> {
      const upload = mustExist(await Upload.findByPk(uploadId), 'the upload')
      const wanted = unit ?? upload.unit
      const known = await findReport(uploadId, wanted)
      if (known) return { status: known.status }
      if (upload.deletedAt || upload.status === 'expired') return endWithoutFile(dependencies, uploadId)
      const scratch = await mkdtemp(path.join(tmpdir(), 'makrx-model-'))
      const pulse = setInterval(() => heartbeat({ stage: 'measuring' }), HEARTBEAT_MS)
      try {
        return await measure(dependencies, { upload, unit: wanted, scratch, file: path.join(scratch, 'model') })
      } finally {
        clearInterval(pulse)
        await rm(scratch, { recursive: true, force: true })
      }
    },

    /** A person gave the measuring up. */
    failAnalysis: ({ uploadId }: { uploadId: string }): Promise<void> =>
      failAnalysis(database, uploadId, finding('analysis_failed')),
  }
}

async function measure(dependencies: ActivityDependencies, measuring: Measuring): Promise<{ status: string }> {
  const { upload, unit, file } = measuring
  const sha256 = await fetchObject(dependencies.store, sourceOf(upload), file)
  if (sha256 === undefined) return endWithoutFile(dependencies, upload.id)
  const isOther = upload.declaredSha256 !== null && upload.declaredSha256 !== sha256
  const report = isOther
    ? mismatched()
    : ((await takeOver(dependencies, measuring, sha256)) ?? (await measureInChild(dependencies, measuring)))
  await recordReport(dependencies.database, { uploadId: upload.id, unit, sha256, report })
  return { status: report.status }
}

/** What was measured once is measured again from our own copy: the signed key could have been written meanwhile. */
function sourceOf(upload: Upload): string {
  return upload.sha256 === null ? upload.fileKey : cleanModelKey(upload.id)
}

async function measureInChild(dependencies: ActivityDependencies, measuring: Measuring): Promise<ModelReport> {
  const { upload, unit, scratch, file } = measuring
  const onProgress = progressOf(dependencies, upload.id)
  const signal = cancellationSignal()
  const request = { path: file, filename: upload.fileName, unit, scratchDirectory: scratch, signal, onProgress }
  try {
    const report = await measureModel(request)
    await keepCopies(dependencies, measuring, report)
    return report
  } catch (error) {
    if (!(error instanceof ChildKilled)) throw error
    // Being cancelled says nothing about the file.
    signal.throwIfAborted()
    throw new WorkFailed(`measuring was ended (${error.reason})`)
  }
}

/** Shows every tenth percent to people who poll; losing one is no loss. */
function progressOf({ database }: ActivityDependencies, uploadId: string): (percent: number) => void {
  let shown = 0
  return (percent) => {
    heartbeat({ stage: 'measuring', percent })
    if (percent < shown + 10) return
    shown = percent
    recordProgress(database, uploadId, Math.min(99, Math.floor(percent))).catch(() => undefined)
  }
}

/** Its bytes were deleted, by the owner or by a fault; a model that was measured before keeps what was found. */
async function endWithoutFile(dependencies: ActivityDependencies, uploadId: string): Promise<{ status: string }> {
  const { database, logger } = dependencies
  const upload = mustExist(await Upload.findByPk(uploadId), 'the upload')
  if (!upload.deletedAt && upload.status !== 'expired') logger.error({ uploadId }, 'a stored model is missing')
  await failAnalysis(database, uploadId, finding('file_mismatch'))
  return { status: 'failed' }
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
