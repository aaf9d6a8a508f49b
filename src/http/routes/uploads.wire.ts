import { z } from 'zod'

import type { UploadRow } from '../../db/reads/uploads.js'
import { LENGTH_UNITS } from '../../domain/length-unit.js'
import { shownFindings } from '../../domain/model-refusals.js'
import type { AnalysisDocument } from '../../domain/model-report.js'
import { UPLOAD_STATUSES } from '../../domain/upload-status.js'
import type { UploadLinks } from '../../upload-objects.js'
import { integer } from '../wire-number.js'
import { requiredText, text, uuid, wireTime } from '../wire-text.js'

export const SignRequest = z.object({
  filename: requiredText(),
  content_type: text(),
  file_size: integer({ min: 1, max: Number.MAX_SAFE_INTEGER }),
})

export type SignedFile = z.output<typeof SignRequest>

export const CompleteRequest = z.object({
  upload_id: uuid(),
  file_key: requiredText({ max: 1024 }),
  checksum: z
    .string()
    .toLowerCase()
    .regex(/^[0-9a-f]{64}$/)
    .nullish(),
  unit: z.enum(LENGTH_UNITS).default('mm'),
})

export const FlowsCompleteRequest = z.object({
  upload_id: uuid(),
  file_key: requiredText({ max: 1024 }),
  etag: text().nullish(),
  unit: z.enum(LENGTH_UNITS).nullish(),
})

export const SignedFormAnswer = z.object({
  upload_id: z.string(),
  file_key: z.string(),
  upload_url: z.string(),
  fields: z.record(z.string(), z.string()),
  method: z.literal('POST'),
  expires_in: z.int(),
  expires_at: wireTime(),
  max_file_size: z.int(),
  allowed_types: z.array(z.string()),
})

export const SignedPutAnswer = z.object({
  upload_url: z.string(),
  method: z.literal('PUT'),
  headers: z.record(z.string(), z.string()),
  file_key: z.string(),
  upload_id: z.string(),
  expires_in: z.int(),
})

const Finding = z.object({
  code: z.string(),
  severity: z.enum(['info', 'warning', 'error']),
  count: z.int(),
  message: z.string(),
})

const Sizes = z.object({ x: z.number(), y: z.number(), z: z.number() })

export const FileInfo = z
  .object({
    dimensions_mm: Sizes.nullable(),
    volume_mm3: z.number().nullable(),
    surface_area_mm2: z.number().nullable(),
    estimated_weight_g: z.number().nullable(),
    bounding_box: z.array(z.number()).nullable(),
    analysis_method: z.string().nullable(),
    findings: z.array(Finding),
  })
  .meta({ id: 'FileInfo' })

const Analysis = z
  .object({
    analysis_id: z.string(),
    method: z.string(),
    unit: z.string(),
    volume_mm3: z.number().nullable(),
    surface_area_mm2: z.number(),
    bounding_box: z.array(z.number()),
    dimensions: Sizes,
    triangles: z.int(),
    bodies: z.int(),
    closed: z.boolean(),
    watertight_strict: z.boolean(),
    oriented: z.boolean(),
    fits_bed: z.boolean(),
    overhangs_detected: z.boolean(),
    thin_walls_detected: z.boolean(),
    min_thickness_mm: z.number().nullable(),
    complexity_score: z.number(),
    estimated_print_time_hours: z.number().nullable(),
    estimated_weight_g: z.number().nullable(),
    mesh_info: z.record(z.string(), z.number()),
    sha256: z.string(),
  })
  .meta({ id: 'Analysis' })

export const UploadDocument = z
  .object({
    upload_id: z.string(),
    file_key: z.string(),
    filename: z.string(),
    status: z.enum(UPLOAD_STATUSES),
    file_size: z.int(),
    content_type: z.string(),
    unit: z.enum(LENGTH_UNITS),
    created_at: wireTime(),
    expires_at: wireTime(),
    processed_at: wireTime().nullable(),
    progress: z.int(),
    volume_mm3: z.number().nullable(),
    surface_area_mm2: z.number().nullable(),
    dimensions: Sizes.nullable(),
    analysis: Analysis.nullable(),
    findings: z.array(Finding),
    error: z.string().nullable(),
    error_message: z.string().nullable(),
    file_url: z.string().nullable(),
    preview_url: z.string().nullable(),
  })
  .meta({ id: 'Upload' })

export const UploadList = z.object({
  uploads: z.array(
    UploadDocument.pick({ upload_id: true, filename: true, status: true, file_size: true, created_at: true }),
  ),
  total: z.int(),
  skip: z.int(),
  limit: z.int(),
})

export const CompleteAnswer = z.object({
  message: z.string(),
  success: z.boolean(),
  upload_id: z.string(),
  status: z.enum(UPLOAD_STATUSES),
})

export const FlowsCompleted = z.object({
  upload_id: z.string(),
  file_key: z.string(),
  status: z.literal('completed'),
  file_info: FileInfo,
})

export const FlowsProcessing = z.object({
  success: z.literal(true),
  upload_id: z.string(),
  file_key: z.string(),
  status: z.literal('processing'),
  status_url: z.string(),
})

export const Done = z.object({ message: z.string(), success: z.boolean() })

/** The upload as its owner sees it; the links are signed for this answer alone. */
export function uploadDocument(upload: UploadRow, links: UploadLinks): z.output<typeof UploadDocument> {
  return {
    ...uploadSummary(upload),
    file_key: upload.fileKey,
    content_type: upload.mimeType,
    unit: upload.unit,
    expires_at: upload.expiresAt.toISOString(),
    processed_at: upload.processedAt?.toISOString() ?? null,
    progress: upload.progress,
    volume_mm3: upload.volumeMm3,
    surface_area_mm2: upload.surfaceAreaMm2,
    dimensions: upload.dimensions,
    analysis: wireAnalysis(upload),
    findings: shownFindings(upload.findings),
    error: upload.errorMessage,
    error_message: upload.errorMessage,
    file_url: links.file ?? null,
    preview_url: links.preview ?? null,
  }
}

/** One line of a list of uploads. */
export function uploadSummary(upload: UploadRow): z.output<typeof UploadList>['uploads'][number] {
  return {
    upload_id: upload.id,
    filename: upload.fileName,
    status: upload.status,
    file_size: upload.fileSize,
    created_at: upload.createdAt.toISOString(),
  }
}

/** What was measured, as complete_flows and quotes show it; all null for a format that is only stored. */
export function fileInfo(upload: MeasuredFile): z.output<typeof FileInfo> {
  const findings = shownFindings(upload.findings)
  const analysis = wireAnalysis(upload)
  if (analysis === null) return { ...NOTHING_MEASURED, findings }
  return {
    dimensions_mm: analysis.dimensions,
    volume_mm3: analysis.volume_mm3,
    surface_area_mm2: analysis.surface_area_mm2,
    estimated_weight_g: analysis.estimated_weight_g,
    bounding_box: analysis.bounding_box,
    analysis_method: analysis.method,
    findings,
  }
}

export function flowsCompleted(upload: UploadRow): z.output<typeof FlowsCompleted> {
  return { upload_id: upload.id, file_key: upload.fileKey, status: 'completed', file_info: fileInfo(upload) }
}

export function flowsProcessing(upload: UploadRow, statusUrl: string): z.output<typeof FlowsProcessing> {
  const { id, fileKey } = upload
  return { success: true, upload_id: id, file_key: fileKey, status: 'processing', status_url: statusUrl }
}

type MeasuredFile = Pick<UploadRow, 'analysis' | 'findings'>

const NOTHING_MEASURED = {
  dimensions_mm: null,
  volume_mm3: null,
  surface_area_mm2: null,
  estimated_weight_g: null,
  bounding_box: null,
  analysis_method: null,
}

function wireAnalysis(upload: MeasuredFile): z.output<typeof Analysis> | null {
  const analysis = upload.analysis as AnalysisDocument | null
  if (analysis === null) return null
  return {
    ...analysis,
    bounding_box: [...analysis.bounding_box],
    volume_mm3: analysis.volume_mm3 ?? null,
    min_thickness_mm: analysis.min_thickness_mm ?? null,
    estimated_print_time_hours: analysis.estimated_print_time_hours ?? null,
    estimated_weight_g: analysis.estimated_weight_g ?? null,
  }
}
