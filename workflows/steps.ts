import { proxyActivities, type ActivityFunctionWithOptions } from '@temporalio/workflow'

import type { Activities } from '../activities/index.js'
import { caveRead, longFileWork, outsideCall, QUEUES, quickDatabase, slicing } from './activity-options.js'

/** Writes and loads of one transaction. */
export const core = proxyActivities<Activities>({ ...quickDatabase, taskQueue: QUEUES.core })
/** Calls to a payment provider. */
export const payments = proxyActivities<Activities>({ ...outsideCall, taskQueue: QUEUES.payments })
/** Calls to MakrCave that change something there. */
export const cave = proxyActivities<Activities>({ ...outsideCall, taskQueue: QUEUES.cave })
/** Questions to MakrCave. */
export const caveReads = proxyActivities<Activities>(caveRead)
/** Measuring of models. */
export const files = proxyActivities<Activities>(longFileWork)
/** The real slicer. */
export const slicer = proxyActivities<Activities>(slicing)

/** Calls an activity under the summary that operators read in the history; an undo step begins with "undo:". */
export function named<I, O>(summary: string, activity: (input: I) => Promise<O>, input: I): Promise<Awaited<O>> {
  const callable = activity as ActivityFunctionWithOptions<(input: I) => Promise<O>>
  return callable.executeWithOptions({ summary }, [input])
}
