import type { Finding } from '../../domain/model-findings.js'
import { analysisDocument, type LengthUnit, type ModelReport } from '../../domain/model-report.js'
import { canMoveUpload } from '../../domain/upload-status.js'
import { MeshReport, Upload } from '../models/uploads.js'
import { announce, mustExist } from '../record.js'
import { execute, inTransaction, type Database } from '../sequelize.js'

export interface Measured {
  readonly uploadId: string
  readonly unit: LengthUnit
  readonly sha256: string
  readonly report: ModelReport
}

/** The report of this upload in this unit, when it was measured before. */
export async function findReport(uploadId: string, unit: LengthUnit): Promise<ModelReport | undefined> {
  const row = await MeshReport.findOne({ where: { uploadId, unit } })
  return row ? (row.report as unknown as ModelReport) : undefined
}

/** Writes what was measured; in the upload's own unit also its row, which ends `processing`. */
export async function recordReport(database: Database, measured: Measured): Promise<void> {
  const { uploadId, unit, report } = measured
  await inTransaction(database, async () => {
    const upload = mustExist(await Upload.findByPk(uploadId, { lock: true }), 'the upload')
    await execute(
      database,
      `INSERT INTO mesh_reports (upload_id, unit, report) VALUES ($1, $2, $3)
       ON CONFLICT (upload_id, unit) DO UPDATE SET report = excluded.report, updated_at = now()`,
      [uploadId, unit, JSON.stringify(report)],
    )
    const isOwnUnit = unit === upload.unit
    if (isOwnUnit && canMoveUpload(upload.status, report.status)) await upload.update(rowOf(upload, measured))
    await announce(database, `upload:${uploadId}`)
  })
}

/** Nothing will be measured: says why, and ends `processing`. An upload that is past it stays as it is. */
export async function failAnalysis(database: Database, uploadId: string, problem: Finding): Promise<void> {
  await inTransaction(database, async () => {
    const upload = mustExist(await Upload.findByPk(uploadId, { lock: true }), 'the upload')
    if (!canMoveUpload(upload.status, 'failed')) return
    await upload.update({
      status: 'failed',
      findings: [problem],
      errorMessage: problem.message,
      processedAt: new Date(),
      version: upload.version + 1,
    })
    await announce(database, `upload:${uploadId}`)
  })
}

/** How far measuring is, in percent; shown to whoever polls the upload. */
export async function recordProgress(database: Database, uploadId: string, percent: number): Promise<void> {
  await execute(database, `UPDATE uploads SET progress = $2 WHERE id = $1 AND status = 'processing'`, [
    uploadId,
    percent,
  ])
}

function rowOf(upload: Upload, { report, sha256 }: Measured) {
  const { measures } = report
  const analysis = analysisDocument(report, { uploadId: upload.id, sha256 })
  return {
    status: report.status,
    progress: 100,
    sha256,
    volumeMm3: measures?.volumeMm3 ?? null,
    surfaceAreaMm2: measures?.areaMm2 ?? null,
    dimensions: measures?.sizeMm ?? null,
    meshInfo: (analysis?.mesh_info as Record<string, unknown> | undefined) ?? null,
    analysis: (analysis as unknown as Record<string, unknown> | undefined) ?? null,
    findings: [...report.findings],
    errorMessage: report.errorMessage,
    processedAt: new Date(),
    version: upload.version + 1,
  }
}
