import type { Sinks } from '@temporalio/workflow'

/** What workflow code may tell the worker process; values are copied out of the sandbox. */
export interface WorkflowSinks extends Sinks {
  defects: { report(name: string, message: string): void }
}
