import { writeFileSync } from 'node:fs'
import { join } from 'node:path'

import type { LengthUnit } from '../domain/length-unit.js'
import { FINDING_RULES } from '../domain/model-finding-rules.js'
import { finding, isMeasurable, isQuotable, type Finding } from '../domain/model-findings.js'
import { ANALYSIS_VERSION, type ModelFiles, type ModelKind, type ModelReport } from '../domain/model-report.js'
import { judgeGeometry, type ModelGeometry } from './model-geometry.js'
import { measureSolid, measureSurfaceOnly, type MeasuredModel } from './model-measures.js'
import { asRefusal } from './model-refusal.js'
import { openFile, type ModelSource } from './model-source.js'
import type { ReadModel } from './read-model.js'
import { nameMismatch, recogniseModel } from './recognise-model.js'
import { drawThumbnail } from './thumbnail.js'

/** What a measuring child is asked. */
export interface MeasureRequest {
  readonly path: string
  /** only compared with the content, never opened */
  readonly filename: string
  /** unit of a file that states none */
  readonly unit: LengthUnit
  /** files of the report are written here */
  readonly scratchDirectory: string
}

/** Hears percentages. */
export type Progress = (percent: number) => void

/**
 * Reads, judges and measures one uploaded model (quoting.md 3 to 7). Whatever is wrong with the file is a finding of the
 * report; only storage errors and defects are thrown.
 */
export async function measureModelFile(request: MeasureRequest, progress: Progress): Promise<ModelReport> {
  const source = openFile(request.path)
  try {
    return await measureSource(source, request, progress)
  } finally {
    source.close()
  }
}

/** The same for a file that is open already. */
export async function measureSource(
  source: ModelSource,
  request: Omit<MeasureRequest, 'path'>,
  progress: Progress,
): Promise<ModelReport> {
  const said: Finding[] = []
  let kind: ModelKind = 'unknown'
  try {
    const file = await recogniseModel(source)
    kind = file.kind
    said.push(...nameMismatch(request.filename, file.kind), ...(file.model?.warnings ?? []))
    if (file.model === undefined)
      return reportOf(kind, [...said, finding('format_later', { format: kind.toUpperCase() })])
    const measured = measure(file.model, request, progress)
    return reportOf(kind, [...said, ...measured.findings], measured)
  } catch (error) {
    const refusal = asRefusal(error)
    if (refusal === undefined) throw error
    return reportOf(kind, [...said, refusal.finding])
  }
}

const PICTURE_FILE = 'picture.png'
const DONE_AFTER = { reading: 40, judging: 60, drawing: 75 }

function measure(model: ReadModel, request: Omit<MeasureRequest, 'path'>, progress: Progress): MeasuredReport {
  progress(DONE_AFTER.reading)
  const geometry = judgeGeometry(model, request.unit)
  progress(DONE_AFTER.judging)
  writeFileSync(join(request.scratchDirectory, PICTURE_FILE), pictureOf(geometry))
  progress(DONE_AFTER.drawing)
  const { solid } = geometry
  const measured = solid ? measureSolid(geometry, solid, request.scratchDirectory) : measureSurfaceOnly(geometry)
  return { ...measured, files: { ...measured.files, picture: PICTURE_FILE } }
}

function pictureOf({ placed, topology }: ModelGeometry): Buffer {
  const isClosed = topology?.isClosed ?? false
  return drawThumbnail({ mesh: placed, isClosed, filledFaces: topology?.filledFaces ?? 0 })
}

function reportOf(kind: ModelKind, said: readonly Finding[], measured?: MeasuredReport): ModelReport {
  const findings = inOrderOfGates(said)
  return {
    analysisVersion: ANALYSIS_VERSION,
    kind,
    status: isMeasurable(findings) ? 'processed' : 'failed',
    isQuotable: isQuotable(findings),
    findings,
    errorMessage: findings.find(({ severity }) => severity === 'error')?.message ?? null,
    measures: measured?.measures ?? null,
    printable: measured?.printable ?? null,
    files: measured?.files ?? { normalised: null, picture: null, features: [] },
  }
}

function inOrderOfGates(findings: readonly Finding[]): Finding[] {
  const codes = Object.keys(FINDING_RULES)
  return [...findings].sort((a, b) => codes.indexOf(a.code) - codes.indexOf(b.code))
}

interface MeasuredReport extends MeasuredModel {
  readonly files: ModelFiles
}
