import { ANALYSIS_VERSION, type LengthUnit, type ModelReport } from '../../domain/model-report.js'
import { firstRow, type Database } from '../sequelize.js'

/** Another upload of the same content, measured in the same unit by the same rules. */
interface MeasuredTwin {
  readonly uploadId: string
  readonly report: ModelReport
}

/** The newest twin whose files are still kept. Names must end alike, since a wrong ending is one of the findings. */
export async function findMeasuredTwin(
  database: Database,
  wanted: {
    readonly uploadId: string
    readonly fileName: string
    readonly sha256: string
    readonly unit: LengthUnit
  },
): Promise<MeasuredTwin | undefined> {
  const { uploadId, fileName, sha256, unit } = wanted
  return firstRow<MeasuredTwin>(
    database,
    `SELECT uploads.id AS "uploadId", mesh_reports.report
     FROM uploads JOIN mesh_reports ON mesh_reports.upload_id = uploads.id AND mesh_reports.unit = $1
     WHERE uploads.sha256 = $2 AND uploads.id <> $3 AND uploads.status = 'processed' AND uploads.deleted_at IS NULL
       AND report ->> 'analysisVersion' = $4 AND report ->> 'status' = 'processed'
       AND lower(substring(uploads.file_name FROM '[^.]*$')) = lower(substring($5 FROM '[^.]*$'))
     ORDER BY uploads.created_at DESC LIMIT 1`,
    [unit, sha256, uploadId, ANALYSIS_VERSION, fileName],
  )
}
