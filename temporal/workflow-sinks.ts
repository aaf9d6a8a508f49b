import type { Sinks } from '@temporalio/workflow'

/** What workflow code may tell the worker process; values are copied out of the sandbox. */
export interface WorkflowSinks extends Sinks {
  defects: { report(failure: CopiedError): void }
}

/** What is left of an error outside of the sandbox. */
interface CopiedError {
  readonly name: string
  readonly message: string
  readonly stack: string
}
