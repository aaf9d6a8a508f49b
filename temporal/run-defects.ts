import { reportDefect } from '../src/defects.js'

const MOST_REMEMBERED = 1000
const reported = new Set<string>()

/**
 * Reports what a run stumbles over, once a run: a workflow task that fails is repeated until the code is mended, and
 * each repeat fails the same way.
 */
export function reportRunDefect({ runId, workflowType }: TroubledRun, error: unknown): void {
  if (reported.has(runId)) return
  if (reported.size >= MOST_REMEMBERED) reported.clear()
  reported.add(runId)
  reportDefect(error, { run: runId, ...(workflowType !== undefined && { workflow: workflowType }) })
}

interface TroubledRun {
  readonly runId: string
  /** unknown where the code did not get as far */
  readonly workflowType?: string
}
