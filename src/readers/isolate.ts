import { bomLimitExceeded, BOM_LIMITS } from '../domain/bom-limits.js'
import type { BomLine } from '../domain/bom-line.js'
import type { ReadingOptions } from '../domain/bom-table.js'
import { DomainError } from '../domain/errors.js'
import type { LengthUnit } from '../domain/length-unit.js'
import type { ModelReport } from '../domain/model-report.js'
import { bomAnswerSchema, BOM_PART_LINES, bomPartSchema } from './bom-answer-schema.js'
import { believe, ChildKilled, runInChild, type ChildLimits } from './child-runner.js'
import { modelReportSchema } from './model-report-schema.js'
import type { BomFileReading, BomTask } from './read-bom.js'

export { ChildKilled }
export type { BomFileReading }

/**
 * Measures an untrusted model in a child process of its own; the only way in from outside this folder. The report's files
 * are in the scratch directory, which the caller makes and removes. Throws `ChildKilled` when the child was ended: by its
 * limits (60 s, 2 GiB), by the signal, or by a defect.
 */
export async function measureModel(request: MeasureModelRequest): Promise<ModelReport> {
  const { path, filename, unit, scratchDirectory } = request
  return runInChild({
    ...request,
    task: 'measure_model',
    input: { path, filename, unit, scratchDirectory },
    schema: modelReportSchema,
    limits: { ...MODEL_LIMITS, ...request.limits },
  })
}

const MODEL_LIMITS: ChildLimits = { wallMs: 60_000, memoryBytes: 2 * 1024 ** 3, heapMiB: 1024, answerBytes: 1024 ** 2 }

/**
 * Reads an untrusted parts list, a table or JSON, in a child process of its own (bom.md 2 to 7). Its lines are handed to
 * `onLines` in their order, at most 500 at a time, and the child waits meanwhile. Throws `DomainError` for whatever is
 * wrong with the file, its limits of time and memory among it (`bom_unreadable`, `bom_limit_exceeded`,
 * `unsupported_file_type`, `validation_error`); some lines may have been handed over by then. Throws `ChildKilled` when
 * the child crashed or was cancelled.
 */
export async function readBom(request: ReadBomRequest): Promise<BomFileReading> {
  const { path, overrule, rolesByFingerprint, onLines } = request
  const limits = { ...LIST_LIMITS, ...request.limits }
  const options = { ...(overrule && { overrule }), ...(rolesByFingerprint && { rolesByFingerprint }) }
  const input: BomTask = { path, options, partLines: BOM_PART_LINES, outputLimit: limits.answerBytes }
  const answer = await runInChild({
    ...request,
    task: 'read_bom',
    input,
    schema: bomAnswerSchema,
    limits,
    onPart: (part) => onLines(believe(bomPartSchema, part)),
  }).catch((error: unknown) => {
    throw asRefusal(error)
  })
  if ('read' in answer) return answer.read
  const { code, message, extra } = answer.refused
  throw new DomainError(code, message, extra)
}

/** Answers and parts repeat what the cells say, at most a few times. */
const LIST_LIMITS: ChildLimits = {
  wallMs: BOM_LIMITS.time,
  memoryBytes: BOM_LIMITS.memory,
  heapMiB: 1024,
  answerBytes: 64 * 1024 ** 2,
  outputBytes: 160 * 1024 ** 2,
}

/** A list that takes too long or too much will do so again. */
function asRefusal(error: unknown): unknown {
  if (!(error instanceof ChildKilled)) return error
  const { reason } = error
  return reason === 'time' || reason === 'memory' ? bomLimitExceeded(reason, BOM_LIMITS[reason]) : error
}

export interface MeasureModelRequest {
  readonly path: string
  /** only compared with the content */
  readonly filename: string
  /** unit of a file that states none */
  readonly unit: LengthUnit
  readonly scratchDirectory: string
  readonly signal?: AbortSignal
  /** percentages; at least once a second while the child lives */
  readonly onProgress?: (percent: number) => void
  readonly limits?: Partial<ChildLimits>
}

export interface ReadBomRequest extends ReadingOptions {
  readonly path: string
  readonly scratchDirectory: string
  /** what it throws ends the reading and is thrown on */
  readonly onLines: (lines: readonly BomLine[]) => Promise<void>
  readonly signal?: AbortSignal
  /** at least once a second while the child lives */
  readonly onProgress?: () => void
  readonly limits?: Partial<ChildLimits>
}
