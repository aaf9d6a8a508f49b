import { captureException, flush } from '@sentry/node'

/** How long the process may still send when it ends. */
const LAST_WORDS_MS = 2000

/** Reports a defect of ours where reports are switched on; see `reportableEvent` for what leaves the process. */
export function reportDefect(error: unknown, place: DefectPlace = {}): void {
  captureException(error, { tags: { ...place } })
}

/** Sends what was reported and is still on its way; the last thing that a process does before it ends. */
export async function flushDefects(): Promise<void> {
  await flush(LAST_WORDS_MS)
}

/** Where it happened, in words and ids of ours alone: nothing that a caller can choose. */
export interface DefectPlace {
  /** pattern of the path */
  readonly route?: string
  readonly activity?: string
  readonly workflow?: string
  /** run id */
  readonly run?: string
}
