import { proxyActivities, type ActivityFunctionWithOptions } from '@temporalio/workflow'

import type { Activities } from '../activities/index.js'
import {
  batchDatabase,
  caveRead,
  caveReadOnce,
  longFileWork,
  notification,
  outsideCall,
  QUEUES,
  quickDatabase,
  slicing,
} from './activity-options.js'

/** Writes and loads of one transaction. */
export const core = proxyActivities<Activities>({ ...quickDatabase, taskQueue: QUEUES.core })
/** The same for imports of parts lists, whose rows are many. */
export const bom = proxyActivities<Activities>({ ...quickDatabase, taskQueue: QUEUES.bom })
/** Work through all lines of an import, batch by batch. */
export const bomBatches = proxyActivities<Activities>(batchDatabase)
/** Calls to a payment provider. */
export const payments = proxyActivities<Activities>({ ...outsideCall, taskQueue: QUEUES.payments })
/** Calls to MakrCave that change something there. */
export const cave = proxyActivities<Activities>({ ...outsideCall, taskQueue: QUEUES.cave })
/** Questions to MakrCave. */
export const caveReads = proxyActivities<Activities>(caveRead)
/** One question to MakrCave, after a whole window of them stayed unanswered. */
export const caveReadsOnce = proxyActivities<Activities>(caveReadOnce)
/** Messages to MakrCave that nothing depends on. */
export const caveNotices = proxyActivities<Activities>({ ...notification, taskQueue: QUEUES.cave })
/** Measuring of models and reading of parts lists. */
export const files = proxyActivities<Activities>(longFileWork)
/** The real slicer. */
export const slicer = proxyActivities<Activities>(slicing)

/** Calls an activity under the summary that operators read in the history; an undo step begins with "undo:". */
export function named<I, O>(summary: string, activity: (input: I) => Promise<O>, input: I): Promise<Awaited<O>> {
  const callable = activity as ActivityFunctionWithOptions<(input: I) => Promise<O>>
  return callable.executeWithOptions({ summary }, [input])
}
