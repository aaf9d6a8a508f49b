import type { LengthUnit } from '../domain/length-unit.js'
import type { ModelReport } from '../domain/model-report.js'
import { runInChild, type ChildLimits } from './child-runner.js'
import { modelReportSchema } from './model-report-schema.js'

export { ChildKilled } from './child-runner.js'

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
